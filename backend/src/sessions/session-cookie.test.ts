import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBackend, type TestBackend } from '../../test/backend.ts'
import { freshDatabase } from '../../test/database.ts'
import { makeUser } from '../../test/make.ts'
import { hashPassword } from '../accounts/password-hash.ts'

const ENVIRONMENTS = ['prod', 'preprod', 'dev'] as const
const url = await freshDatabase()
const password = 'un thé au bord du lac'
const password_hash = await hashPassword(password)

/** The backend of an environment, at the address that its example of settings gives it. */
async function backendOf(environment: (typeof ENVIRONMENTS)[number]) {
  const example = await readFile(join(import.meta.dirname, `../../../environments/${environment}/env.example`), 'utf8')
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(example)?.[1] ?? ''
  const WEB_URL = setting('NEXT_PUBLIC_WEB_URL')
  return startBackend({ ENVIRONMENT: setting('ENVIRONMENT'), WEB_URL, API_URL: setting('NEXT_PUBLIC_API_URL') }, url)
}
const [prod, preprod, dev] = (await Promise.all(ENVIRONMENTS.map(backendOf))) as [TestBackend, TestBackend, TestBackend]

let counter = 0
async function cookieFrom({ app, tools }: TestBackend, address = tools.config.web.url) {
  const email = `person-${++counter}@example.test`
  const id = await makeUser(tools, { email })
  await tools.db.updateTable('users').set({ password_hash }).where('id', '=', id).execute()
  const { origin } = tools.config.web
  const headers = { origin, host: new URL(address).host }
  const { cookies } = await app.inject({ method: 'POST', url: '/auth/login', headers, payload: { email, password } })
  return cookies.find(({ name }) => name.endsWith('session'))
}

const idOf = (token = '') => Number(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub)

const ask = ({ app, tools }: TestBackend, cookie: string) =>
  app.inject({ url: '/me', headers: { cookie, host: new URL(tools.config.web.origin).host } })

test('each environment gives a cookie of its own name, which belongs to its host alone and to no domain', async () => {
  const cookies = await Promise.all([prod, preprod, dev].map(one => cookieFrom(one)))
  expect(cookies.map(cookie => cookie?.name)).toEqual([
    '__Host-tiptop_session',
    '__Host-tiptop_preprod_session',
    '__Host-tiptop_dev_session',
  ])
  const atApi = await cookieFrom(prod, prod.tools.config.http.apiUrl)
  for (const cookie of [...cookies, atApi]) {
    expect(cookie).toMatchObject({ path: '/', httpOnly: true, secure: true, sameSite: 'Lax' })
    expect(cookie).not.toHaveProperty('domain')
  }
})

test('a browser is signed in to each environment at once, and the cookie of one says nothing to another', async () => {
  const [ofProd, ofPreprod] = [await cookieFrom(prod), await cookieFrom(preprod)]
  const both = [ofProd, ofPreprod].map(cookie => `${cookie?.name}=${cookie?.value}`).join('; ')
  expect((await ask(prod, both)).statusCode).toBe(200)
  expect((await ask(preprod, both)).statusCode).toBe(200)
  expect((await ask(dev, both)).statusCode).toBe(401)
})

test('two cookies of the host are refused and taken back, so that the next request is answered', async () => {
  const cookie = await cookieFrom(prod)
  const [own, tossed] = [`${cookie?.name}=${cookie?.value}`, `${cookie?.name}=tossed`]
  for (const header of [`${own}; ${tossed}`, `${tossed};${own}`, `a=b; ${own}; c=${own}; ${own}`]) {
    const answer = await ask(prod, header)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'cookie-repeated'])
    expect(answer.cookies).toMatchObject([{ name: cookie?.name, value: '' }])
  }
  expect((await ask(prod, `x${own}; ${own}; y=${own}`)).statusCode).toBe(200)
  expect((await ask(prod, 'a=b')).statusCode).toBe(401)
})

test('a browser full of cookies is answered', async () => {
  const cookie = await cookieFrom(prod)
  const many = Array.from({ length: 600 }, (_, n) => `${cookie?.name}${n}=${'x'.repeat(8)}`).join('; ')
  expect((await ask(prod, `${many}; ${cookie?.name}=${cookie?.value}`)).statusCode).toBe(200)
})

test('a cookie of a name that another host can give opens no session, and disturbs none', async () => {
  const [own, tossed] = [await cookieFrom(prod), await cookieFrom(prod)]
  const former = `tiptop_session=${tossed?.value}`
  const alone = await ask(prod, former)
  expect([alone.statusCode, alone.cookies]).toEqual([401, []])
  for (const header of [`${former}; ${own?.name}=${own?.value}`, `${own?.name}=${own?.value}; ${former}; ${former}`])
    expect((await ask(prod, header)).json().id).toBe(idOf(own?.value))
})

import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { ORIGIN, startBackend } from '../../test/backend.ts'
import { signedInClient } from '../../test/make.ts'
import { refuseForeignOrigin } from './foreign-origin.ts'
import { answerError } from './http-errors.ts'

const EVIL = 'https://evil.example'
/** Mail programs post here without an origin; the token of the link proves whose wish it is. */
const FROM_ANYWHERE = ['POST /newsletter/unsubscribe']

const app = Fastify().setErrorHandler(answerError).addHook('onRequest', refuseForeignOrigin(ORIGIN))
app.all('/', async () => 'done')
app.all('/anywhere', { config: { anyOrigin: true } }, async () => 'done')
type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const statusOf = async (method: Method, url: string, headers: Record<string, string>) =>
  (await app.inject({ method, url, headers })).statusCode

test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('a %s from another site is refused', async method => {
  expect(await statusOf(method, '/', { origin: EVIL })).toBe(403)
  expect(await statusOf(method, '/', {})).toBe(403)
  expect(await statusOf(method, '/', { origin: ORIGIN })).toBe(200)
  expect(await statusOf(method, '/anywhere', { origin: EVIL })).toBe(200)
})

test.each(['GET', 'HEAD', 'OPTIONS'] as const)(
  'a %s changes nothing and is answered wherever it comes from',
  async method => {
    expect(await statusOf(method, '/', { origin: EVIL })).toBe(200)
  },
)

test('every change that the API offers is refused from another site, even to an administrator', async () => {
  const backend = await startBackend()
  const admin = await signedInClient(backend, { role: 'admin' })
  const { paths } = (await admin.get('/docs/json')).body
  const changes = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .map(method => `${method.toUpperCase()} ${path}`)
      .filter(route => !route.startsWith('GET ') && !FROM_ANYWHERE.includes(route)),
  )
  expect(changes).toEqual(
    expect.arrayContaining(['POST /plays', 'PATCH /me', 'DELETE /me', 'PATCH /admin/users/{id}/role']),
  )
  for (const change of changes) {
    const [method, path = ''] = change.split(' ')
    const answer = await backend.app.inject({
      method: method as Method,
      url: path.replace(/\{\w+\}/g, '1'),
      headers: { origin: EVIL },
      cookies: Object.fromEntries(admin.cookies),
      payload: {},
    })
    expect([change, answer.statusCode, answer.json().code]).toEqual([change, 403, 'origin-refused'])
  }
})

test('no page of another origin may read an answer, whichever it is, and no preflight request is accepted', async () => {
  const { app } = await startBackend()
  for (const origin of [EVIL, ORIGIN])
    for (const method of ['GET', 'OPTIONS'] as const) {
      const answer = await app.inject({
        method,
        url: '/auth/options',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      expect([method, answer.statusCode]).toEqual([method, method === 'GET' ? 200 : 404])
      expect(Object.keys(answer.headers).filter(name => name.startsWith('access-control-'))).toEqual([])
    }
})

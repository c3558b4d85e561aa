import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { infraServer } from '../../../test/recording/servers/infra-server.ts'
import { planInfra } from './plan.ts'
import { putBackInfra } from './put-back.ts'
import { renewCertificate } from './renew-certificate.ts'

let server: Awaited<ReturnType<typeof infraServer>>
afterEach(() => server.close())

/** A certificate that ends in two days. */
async function open(CERTBOT_EMAIL = 'ops@tiptop.test') {
  server = await infraServer('preprod')
  server.target = { ...server.target, settings: { ...server.target.settings, CERTBOT_EMAIL } }
}

const shown = () => readFile(join(server.target.home.tls, 'fullchain.pem'), 'utf8')
const reloads = () => server.model.changes.filter(change => /nginx .* -s reload$/.test(change)).length

const putBack = async () => {
  const agreed = await planInfra(server.target, null, server.tools)
  return server.run(step => putBackInfra(step, { to: null, agreed }, server.target, server.tools))
}

test('a certificate that ends soon is renewed for both names, with its key, and nginx reloads [4.2/Z]', async () => {
  await open()
  const former = await shown()
  const { ending, told } = await putBack()
  expect(ending.outcome).toBe('done')
  expect(told).toContain('nouveau certificat, valable jusqu’au')
  const certificate = new X509Certificate(await shown())
  expect(await shown()).not.toBe(former)
  expect(certificate.subjectAltName).toBe('DNS:tiptop.test, DNS:api.tiptop.test')
  const key = await readFile(join(server.target.home.tls, 'privkey.pem'), 'utf8')
  expect(key).toBe(
    await readFile(join(server.target.home.folder, 'certbot/config/live/tiptop.test/privkey.pem'), 'utf8'),
  )
  expect(reloads()).toBeGreaterThan(0)
  expect(server.model.changes).toContain(`docker exec --interactive ${server.nginx} nginx -c /etc/tiptop/nginx.conf -t`)
})

test('the new key is for its owner alone', async () => {
  await open()
  await putBack()
  const modes = ['privkey.pem', 'fullchain.pem'].map(name => stat(join(server.target.home.tls, name)))
  expect((await Promise.all(modes)).map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['600', '644'])
})

test('certbot asks nothing, shows its proof in a folder that nginx serves, and keeps its files in the environment', async () => {
  await open()
  await putBack()
  const { flags, folder } = server.target.home
  const asked = server.model.changes.find(change => change.startsWith('certbot '))
  expect(asked?.split(' ').slice(1)).toEqual([
    'certonly',
    '--non-interactive',
    '--agree-tos',
    '--email=ops@tiptop.test',
    '--keep-until-expiring',
    ...['config', 'work', 'logs'].map(name => `--${name}-dir=${join(folder, 'certbot', name)}`),
    '--webroot',
    `--webroot-path=${flags}`,
    '--cert-name=tiptop.test',
    '--domain=tiptop.test',
    '--domain=api.tiptop.test',
  ])
})

test('one that is good stays, and nginx is left alone', async () => {
  await open()
  const renew = () =>
    server.run(step =>
      step('4.2/Z', 'Renouveler le certificat', at => renewCertificate(server.target, server.tools, at)),
    )
  expect((await renew()).ending).toEqual({ outcome: 'done', value: true })
  const [before, count] = [await shown(), reloads()]
  expect((await renew()).ending).toEqual({ outcome: 'done', value: false })
  expect([await shown(), reloads()]).toEqual([before, count])
})

test('files that nginx refuses give way to the former ones', async () => {
  await open()
  const former = await shown()
  server.model.broken.push(/nginx .* -t$/)
  expect((await putBack()).ending.outcome).not.toBe('done')
  expect(await shown()).toBe(former)
})

test('an authority that refuses is quoted with what to look at, and without its address none is asked', async () => {
  await open()
  server.model.broken.push(/^certbot/)
  expect((await putBack()).ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'refused', hint: expect.stringContaining('Le port 80') },
  })
  await server.close()
  await open('')
  expect((await putBack()).ending.outcome).toBe('done')
  expect(server.model.changes.filter(change => change.startsWith('certbot'))).toEqual([])
})

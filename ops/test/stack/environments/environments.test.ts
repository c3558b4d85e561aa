import { afterAll, describe, expect, test } from 'vitest'
import { environments } from '../../../src/environment/environment.ts'
import { psql } from '../../../src/tools/postgres.ts'
import { run } from '../../machine/run.ts'
import { application } from '../application.ts'
import { hosts, secretsOf } from './environment.ts'
import { containersOf, openOneServer } from './one-server.ts'
import { visitor } from './visitor.ts'

const { homes, project, port, close } = await openOneServer()
afterAll(close)

describe.each(environments)('%s, beside the others on one server', environment => {
  const host = hosts[environment]

  test('answers on its own names behind the front, with its own certificate', async () => {
    const visit = await visitor(homes[environment], port)
    const health = await visit(`https://api.${host}/health`)
    expect({ status: health.status, ...JSON.parse(health.body) }).toMatchObject({ status: 'ok', commit: environment })
    const home = await visit(`https://${host}/`)
    expect(home.status).toBe(200)
    expect(home.body).toContain('Thé Tip Top')
  })

  test('knows who asks, whatever their headers claim', async () => {
    const backend = `${homes[environment].stack}-blue-backend-1`
    const client = ['docker', 'run', '--rm', '--interactive', '--network', `${homes[environment].stack}-edge`] as const
    const address = await run([...client, '--entrypoint', 'node', application.backend, '-'], {
      input: wrongSignIn(`api.${host}`),
    })
    const counted = await run(psql(homes[environment].database), {
      input: "select key from attempt_limits where key like 'password:address:%'",
    })
    expect(counted.split('\n')).toEqual([`password:address:${address}`])
    expect(await run(['docker', 'logs', backend])).not.toContain(address)
  })
})

test('each environment has a database, a network and volumes of its own', async () => {
  const databases = await Promise.all(
    environments.map(name =>
      run(psql(homes[name].database), { input: 'select system_identifier from pg_control_system()' }),
    ),
  )
  expect(new Set(databases).size).toBe(3)
  const networks = await run(['docker', 'network', 'ls', '--format', '{{.Name}}', '--filter', `name=^${project}-`])
  expect(networks.split('\n').sort()).toEqual(
    environments.flatMap(name => ['archive', 'database', 'edge'].map(own => `${project}-${name}-${own}`)).sort(),
  )
})

test('the release runs without privileges, as an ordinary user, and writes nowhere but where it must', async () => {
  const releases = (await containersOf(project)).filter(name => name.includes('-blue-'))
  expect(releases).toHaveLength(6)
  for (const name of releases) {
    const inside = ['docker', 'exec', name, 'bash', '-c'] as const
    expect(await run([...inside, 'id -u && grep ^CapEff /proc/1/status'])).toBe('1000\nCapEff:\t0000000000000000')
    expect(await run([...inside, 'touch /srv/x 2>&1 || true'])).toContain('Read-only file system')
    expect(await run(['docker', 'inspect', '--format', '{{.Config.User}}', name])).toMatch(/^(node|1000:1000)$/)
  }
})

test('no file system of a container can be written, database and doors neither', async () => {
  const names = await containersOf(project)
  expect(names).toHaveLength(13)
  const format = '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.SecurityOpt}} {{.HostConfig.CapDrop}}'
  const said = await run(['docker', 'inspect', '--format', format, ...names])
  expect(new Set(said.split('\n'))).toEqual(new Set(['true [no-new-privileges:true] [ALL]']))
})

test('the engine shows no secret of any environment', async () => {
  const told = await run(['docker', 'inspect', ...(await containersOf(project))])
  const secrets = (await Promise.all(Object.values(homes).map(secretsOf))).flat()
  expect(new Set(secrets).size).toBeGreaterThan(15)
  expect(secrets.filter(secret => told.includes(secret))).toEqual([])
})

test.each([
  ['backend', 260],
  ['frontend', 100],
] as const)('the image of the %s stays below %i MB', async (piece, limit) => {
  const bytes = Number(await run(['docker', 'image', 'inspect', '--format', '{{.Size}}', application[piece]]))
  expect(bytes / 1e6).toBeLessThan(limit)
})

/** Runs in a container: signs in with a wrong password under a false address, and says its own. */
function wrongSignIn(host: string): string {
  return `
const { networkInterfaces } = require('node:os')
const body = JSON.stringify({ email: 'personne@example.fr', password: 'un mauvais mot de passe' })
const headers = { host: '${host}', origin: 'https://${host.replace('api.', '')}', 'content-type': 'application/json',
  'content-length': Buffer.byteLength(body), 'x-forwarded-for': '203.0.113.9' }
const path = '/auth/login'
require('node:https').request({ host: 'front', servername: '${host}', method: 'POST', path, headers, rejectUnauthorized: false }, answer => {
  if (answer.statusCode !== 401) throw new Error('status ' + answer.statusCode)
  answer.resume().once('end', () => console.log(networkInterfaces().eth0[0].address))
}).end(body)
`
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { environments } from './environment.ts'
import { parseSettings, settingsShape } from './settings.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'environments')
const read = (...path: string[]) => readFile(join(FOLDER, ...path), 'utf8')
const exampleOf = (environment: string) => read(environment, 'env.example')

/** What `tiptop` gives to compose beside the settings. */
const GIVEN = [
  'STACK',
  'TIPTOP_HOME',
  'COLOUR',
  'BACKEND_IMAGE',
  'FRONTEND_IMAGE',
  'POSTGRES_IMAGE',
  'ARCHIVE_NETWORK',
  'ARCHIVE_INTERNAL',
]
const SETTINGS = Object.keys(settingsShape.omit({ COOKIE_DOMAIN: true }).shape)
const HOST = 'dsp5-archi-o24a-15m-g3.fr'
const HOSTS = { dev: `dev.${HOST}`, preprod: `preprod.${HOST}`, prod: HOST }

describe.each(environments)('the example of settings of %s', environment => {
  test('is accepted as it is, for the hosts of the specification', async () => {
    const settings = parseSettings(await exampleOf(environment), 'env.example')
    expect(settings).toMatchObject({
      ENVIRONMENT: environment,
      NEXT_PUBLIC_WEB_URL: `https://${HOSTS[environment]}`,
      NEXT_PUBLIC_API_URL: `https://api.${HOSTS[environment]}`,
    })
  })

  test('has every setting once but those of former releases, each with a sentence above it', async () => {
    const lines = (await exampleOf(environment)).split('\n')
    const assignments = lines.flatMap((line, at) =>
      /^[A-Z\d_]+=/.test(line) ? [{ name: line.split('=')[0], at }] : [],
    )
    expect(assignments.map(({ name }) => name)).toEqual(SETTINGS)
    const bare = assignments.filter(({ at }) => !/^# .{20,}/.test(lines[at - 1] ?? ''))
    expect(bare).toEqual([])
  })
})

test('the settings of a server that has served a release before 0.3 are accepted as they are', async () => {
  const settings = `${await exampleOf('prod')}\nCOOKIE_DOMAIN=${HOST}`
  expect(parseSettings(settings, 'env')).toMatchObject({ COOKIE_DOMAIN: HOST })
})

test('environments that share a server listen on different ports', async () => {
  const all = await Promise.all(environments.map(async name => parseSettings(await exampleOf(name), name)))
  const ports = all.flatMap(({ HTTP_PORT, HTTPS_PORT }) => [HTTP_PORT, HTTPS_PORT])
  expect(new Set(ports).size).toBe(ports.length)
})

test('only production waits for the approval of a person', async () => {
  const all = await Promise.all(environments.map(async name => parseEnv(await exampleOf(name)).APPROVAL))
  expect(all).toEqual(['auto', 'auto', 'manual'])
})

test.each(['infra.yaml', 'app.yaml'])('%s asks for no variable that is not given', async file => {
  const asked = [...(await read('server', file)).matchAll(/(?<!\$)\$\{?([A-Z\d_]+)/g)].map(match => match[1])
  expect(asked.length).toBeGreaterThan(5)
  const known = new Set([...Object.keys(settingsShape.shape), ...GIVEN])
  expect(asked.filter(name => !known.has(name ?? ''))).toEqual([])
})

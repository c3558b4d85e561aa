import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsText } from '../../test/door.ts'
import { openFiles } from '../tools/files.ts'
import type { Shell } from '../tools/shell.ts'
import { type Home, type Homes, homeOf } from './home.ts'
import { prepareHome } from './installation/install.ts'
import { openTarget, readSecret } from './target.ts'

let root: string
let home: Home
const homes: Homes = {
  homeOf: environment => homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, environment),
}
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-target-'))
  home = homes.homeOf('prod')
})
afterEach(() => rm(root, { recursive: true }))

/** Who may read secrets takes root to decide. */
const shell: Shell = { read: async () => '', run: async () => '' }
const tools = () => ({ files: openFiles(), shell })

/** What only people can give. */
async function give(settings: Record<string, string> = {}) {
  await mkdir(home.tls, { recursive: true })
  await mkdir(join(home.folder, 'secrets'), { recursive: true })
  await writeFile(home.settings, settingsText(settings))
  await writeFile(home.secret('registry-password'), 'demo\n')
  for (const name of ['fullchain.pem', 'privkey.pem']) await writeFile(join(home.tls, name), 'demo')
}

async function install() {
  await give()
  const prepared = await prepareHome(home, tools())
  await writeFile(join(home.infra, 'infra.yaml'), '')
  return prepared
}

const faults = (how = {}) =>
  openTarget(homes, 'prod', how).then(
    () => [],
    (error: Error) => error.message.split('\n').slice(1),
  )

test('all that is missing is named at once, each with what to do', async () => {
  expect(await faults({ installing: true })).toEqual([
    `  ${home.settings} manque : copiez-y environments/prod/env.example et remplissez-le.`,
    `  ${home.secret('registry-password')} manque : écrivez-y le mot de passe de REGISTRY_USER.`,
    `  ${join(home.tls, 'fullchain.pem')} manque : déposez-y le certificat du site et de l'API, ou sa clé.`,
    `  ${join(home.tls, 'privkey.pem')} manque : déposez-y le certificat du site et de l'API, ou sa clé.`,
  ])
})

test('what people give is enough to install, and not enough to deploy', async () => {
  await give()
  expect(await faults({ installing: true })).toEqual([])
  expect(await faults()).toEqual(["  la base et nginx n'y sont pas encore : tiptop install prod"])
})

test('every fault of the settings is named, and settings of another environment are not taken', async () => {
  await install()
  await writeFile(
    home.settings,
    settingsText({ HTTPS_PORT: 'https', NEXT_PUBLIC_WEB_URL: 'http://x.test', OTHER: '1' }),
  )
  const said = (await faults()).join('\n')
  for (const fault of [
    'HTTPS_PORT : un port',
    'NEXT_PUBLIC_WEB_URL : une adresse en https://',
    'OTHER : réglage inconnu',
  ])
    expect(said).toContain(fault)
  await writeFile(home.settings, settingsText({ ENVIRONMENT: 'dev' }))
  expect((await faults()).join()).toContain('ENVIRONMENT est « dev »')
})

test('an installed environment is ready, without what it does not use', async () => {
  const { made, applicationUrl } = await install()
  expect(made).toEqual(expect.arrayContaining(['session-key', 'ticket-pepper', 'smtp-url']))
  expect(await faults()).toEqual([])
  expect(await readSecret(home, 'smtp-url')).toBe('')
  expect(await readSecret(home, 'registry-password')).toBe('demo')
  expect(await readSecret(home, 'database-url')).toBe(applicationUrl)
})

test('what is prepared again stays what it was', async () => {
  const first = await install()
  const keys = await readSecret(home, 'session-key')
  expect(await prepareHome(home, tools())).toEqual({ made: [], applicationUrl: first.applicationUrl })
  expect(await readSecret(home, 'session-key')).toBe(keys)
})

test('a secret that was lost, emptied or left open to others is named', async () => {
  await install()
  await rm(home.secret('ticket-pepper'))
  await writeFile(home.secret('registry-password'), '')
  await chmod(home.secret('session-key'), 0o666)
  for (const installing of [true, false]) {
    const said = (await faults({ installing })).join('\n')
    expect(said).toContain(`${home.secret('ticket-pepper')} manque : remettez-le d'une sauvegarde.`)
    expect(said).toContain(`${home.secret('registry-password')} manque`)
    expect(said).toContain(`${home.secret('session-key')} est modifiable par d'autres`)
  }
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { makeCertificate } from '../../test/certificate.ts'
import { settingsText } from '../../test/door.ts'
import { readConfig } from '../config.ts'
import { secrets } from '../environment/home.ts'
import { takeLock } from '../procedure/lock.ts'
import { runProgram } from './program.ts'

let root = ''
const config = () => readConfig({ TIPTOP_ROOT: root, TIPTOP_BACKUPS: join(root, 'backups'), USER: 'exploitante' })

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-registry-'))
  const home = config().homeOf('prod')
  for (const folder of [home.tls, home.infra, join(home.folder, 'secrets')]) await mkdir(folder, { recursive: true })
  await makeCertificate(home.tls)
  await writeFile(join(home.infra, 'infra.yaml'), '')
  await writeFile(home.settings, settingsText({ REGISTRY: 'registre.exemple.fr/tiptop' }))
  for (const name of secrets) {
    const used = name !== 'smtp-url' && name !== 'notify-webhook'
    await writeFile(home.secret(name), used ? 'demo' : '', { mode: 0o600 })
  }
})
afterEach(() => rm(root, { recursive: true }))

async function tiptop(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const tools = {
    config: config(),
    out: (text: string) => void said.push(text),
    terminal: { write: () => {} },
    now: () => new Date('2026-11-23T03:00:00Z'),
  }
  const code = await runProgram(tools, args, text => void complained.push(text))
  return { code, out: said.join(''), err: complained.join('') }
}

test.each([[[]], [['--confirm']]])('a registry that is not on this server is left alone (%j) [3.3/L]', async more => {
  expect(await tiptop('registry', 'collect', 'prod', ...more)).toMatchObject({
    code: 1,
    err: expect.stringContaining('Le registre registre.exemple.fr n’est pas sur ce serveur'),
  })
  reached('3.3/L')
})

test('while a procedure works on another environment of this server, nothing is collected: it may be pushing', async () => {
  const dev = config().homeOf('dev')
  await mkdir(dev.folder, { recursive: true })
  const giveBack = await takeLock(dev.lock, 'dev', { run: 'un-deploy', by: 'Jenkins', since: '', pid: 1 })
  const said = await tiptop('registry', 'collect', 'prod', '--confirm')
  await giveBack()
  expect(said).toMatchObject({ code: 11, err: expect.stringContaining('dev est verrouillé : Jenkins') })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { type Answer, openDoor, settingsText } from '../../test/door.ts'
import { layRun } from '../../test/laid/runs.ts'
import { readConfig } from '../config.ts'
import type { Diagnosis } from '../diagnosis/diagnose.ts'
import { diagnosisText } from '../diagnosis/words.ts'
import { runProgram } from './program.ts'

const opened: { close(): Promise<unknown> }[] = []
const { DOCKER_HOST } = process.env
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST
  else process.env.DOCKER_HOST = DOCKER_HOST
})

const healthy = { status: 'ok', version: '1.0.0', commit: 'abcdef0', database: 'ok', migrations: 'current' }
const page = '<script src="/_astro/a.js"></script>'

/** An environment whose door answers, on a server whose Docker does not. */
async function open(answer: (path: string) => Answer) {
  process.env.DOCKER_HOST = 'unix:///nobody/listens/here.sock'
  const door = await openDoor(({ path }) => answer(path))
  opened.push(door)
  await writeFile(door.target.home.settings, settingsText({ HTTPS_PORT: String(door.port) }))
  const config = readConfig({ TIPTOP_ROOT: door.folder, TIPTOP_PROJECT: 'tiptop-test', USER: 'exploitante' })
  const tiptop = async (...args: string[]) => {
    const said: string[] = []
    const complained: string[] = []
    const out = (text: string) => void said.push(text)
    const tools = { config, out, terminal: { write: () => true }, now: () => new Date() }
    const code = await runProgram(tools, args, text => void complained.push(text))
    return { code, out: said.join(''), err: complained.join('') }
  }
  return {
    door,
    tiptop,
    diagnosis: async () => JSON.parse((await tiptop('diagnose', 'prod', '--json')).out) as Diagnosis,
  }
}

const stateOf = ({ findings }: Diagnosis, title: string) =>
  findings.find(finding => finding.title.startsWith(title))?.state

test('with all of Docker down, what can be seen is shown, the rest is unknown, and nothing goes back [4.4/A 4.4/L]', async () => {
  const { diagnosis } = await open(() => 'never')
  const found = await diagnosis()
  expect(found).toMatchObject({ decision: 'lookFurther', stoppedAt: 'apiMute', healthy: false })
  expect(found.advice).toMatchObject({ command: 'systemctl restart docker', loses: 'rien' })
  expect(stateOf(found, 'L’API')).toBe('wrong')
  expect(stateOf(found, 'Les conteneurs')).toBe('unknown')
  expect(stateOf(found, 'La base')).toBe('unknown')
  expect(stateOf(found, 'Les disques')).toBe('well')
  const out = diagnosisText(found)
  expect(out).toContain('? Les conteneurs')
  expect(out).toContain('4.4/B  L’API est-elle muette ? inconnu')
  expect(out).toContain('→ 4.4/L  Chercher encore')
  reached('4.4/A', '4.4/L')
})

test('an environment of which something is unknown ends the command as failed', async () => {
  const { tiptop } = await open(() => 'cut')
  const { code, out, err } = await tiptop('diagnose', 'prod')
  expect(code).toBe(1)
  expect(out).toContain('? L’API')
  expect(err).toContain('prod : chercher encore')
})

test('each answer has its evidence and the moment of it [4.4/B 4.4/C]', async () => {
  const { diagnosis, door } = await open(path => ({ body: path === '/health' ? healthy : page }))
  const { questions, findings } = await diagnosis()
  expect(questions.find(({ node }) => node === '4.4/B')).toMatchObject({
    answer: 'no',
    because: 'elle répond, version 1.0.0',
  })
  expect(questions.find(({ node }) => node === '4.4/C')).toMatchObject({ answer: 'yes' })
  for (const { at, ms, said } of findings)
    expect({ at: Date.parse(at) > 0, ms: ms >= 0, said: said.length > 0 }).toEqual({ at: true, ms: true, said: true })
  expect(door.asked.map(({ method }) => method)).not.toContain('POST')
  reached('4.4/B', '4.4/C')
})

test('a run that broke off and the site that it closed are named before the matrix, with the command that does it again', async () => {
  const { diagnosis, door } = await open(() => ({ body: healthy }))
  const { home } = door.target
  const at = new Date('2026-11-23T02:00:00Z')
  const run = layRun(home, at, {
    procedure: 'restore',
    input: { scope: 'database', to: 'backup-20261123-010000' },
    steps: [{ node: '4.3/S' }],
    outcome: null,
  })
  await writeFile(
    join(home.flags, 'maintenance.on'),
    JSON.stringify({ since: at, reason: 'restauration', by: 'demo', run, stays: false }),
  )
  const found = await diagnosis()
  const text = diagnosisText(found)
  const [broken, closed] = [
    `! INTERROMPU à « 4.3/S » : restauration par exploitante (${run})`,
    '! Le site est fermé depuis 2026-11-23 02:00 UTC par demo : restauration',
  ]
  const places = [broken, closed, '4.4/B', '→ 4.4/'].map(words => text.indexOf(words))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
  expect(stateOf(found, 'Ce qui sert')).toBe('wrong')
  expect(found.advice).toMatchObject({
    command: 'systemctl restart docker',
    besides: ['Ensuite : tiptop restore prod --point backup-20261123-010000'],
  })
})

test('a site that is closed and a certificate that ends soon are shown', async () => {
  const { diagnosis, door } = await open(() => ({ body: healthy }))
  const { home } = door.target
  await writeFile(
    join(home.flags, 'maintenance.on'),
    JSON.stringify({ since: '2026-11-23T02:00:00Z', reason: 'essai', by: 'demo', run: '', stays: true }),
  )
  const found = await diagnosis()
  expect(found.findings.find(({ title }) => title === 'La page de maintenance')?.said).toEqual([
    'fermé depuis 2026-11-23 02:00 UTC par demo : essai',
  ])
  expect(stateOf(found, 'Le certificat')).toBe('wrong')
})

test.each([
  [['--minutes', '0'], '--minutes 0 : un nombre de 1 à 1440.'],
  [['--recent', 'hier'], '--recent hier : une durée comme 90m, 2h ou 1d.'],
])('%j makes no sense', async (args, sentence) => {
  const { tiptop } = await open(() => ({}))
  expect(await tiptop('diagnose', 'prod', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) })
})

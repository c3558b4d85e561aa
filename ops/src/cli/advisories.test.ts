import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../test/pipeline/ci-files.ts'
import { readConfig } from '../config.ts'
import { runProgram } from './program.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-advisories-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function advisories(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const tools = {
    config: readConfig({}),
    out: (text: string) => void said.push(text),
    terminal: { write: () => true },
    now: () => new Date('2026-11-30T12:00:00Z'),
  }
  const code = await runProgram(tools, ['advisories', ...args], text => void complained.push(text))
  return { code, out: said.join(''), err: complained.join('') }
}

const lay = async (name: string, content: unknown) => {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return join(folder, name)
}
const lockOf = (version: string) => ({ lockfileVersion: 3, packages: { 'node_modules/semver': { version } } })

test('this repository installs nothing that its own list is about', async () => {
  const { code, out } = await advisories('--lock', join(ROOT, 'package-lock.json'))
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^✓ Aucune dépendance n’est visée .* avis/) })
})

test('a package that an advisory is about ends the command with 1 and is named, also as JSON', async () => {
  const lock = await lay('lock.json', lockOf('7.5.1'))
  const { code, out, err } = await advisories('--lock', lock)
  expect(code).toBe(1)
  expect(out).toContain('✗ semver 7.5.1 : GHSA-c2qf-rxjj-qqgw, semver vulnerable')
  expect(err).toContain('1 dépendance(s) visée(s) par un avis')
  const { out: document } = await advisories('--lock', lock, '--json')
  expect(JSON.parse(document)).toMatchObject({ findings: [{ id: 'GHSA-c2qf-rxjj-qqgw', exception: null }] })
  expect((await advisories('--lock', await lay('lock.json', lockOf('7.5.2')))).code).toBe(0)
})

test('a list that was fetched elsewhere takes the place of the own one', async () => {
  const lock = await lay('lock.json', lockOf('7.6.0'))
  const affected = [{ package: { ecosystem: 'npm', name: 'semver' }, versions: ['7.6.0'] }]
  const list = await lay('list.json', [{ id: 'MAL-2026-1', modified: '2026-11-29T10:00:00Z', affected }])
  const { code, out, err } = await advisories('--lock', lock, '--list', list)
  expect({ code, out }).toEqual({ code: 1, out: '  ✗ semver 7.6.0 : MAL-2026-1\n' })
  expect(err).toContain('1 avis, le plus récent du 2026-11-29')
})

test('half a list, no list and a lock that is a link to a secret judge nothing, and nothing of them is repeated', async () => {
  const lock = await lay('lock.json', lockOf('7.6.0'))
  for (const list of [await lay('half.json', '[{"id": "MAL'), join(folder, 'none.json')])
    expect((await advisories('--lock', lock, '--list', list)).code).toBe(1)
  await lay('secret', 'demo-very-secret')
  await symlink(join(folder, 'secret'), join(folder, 'package-lock.json'))
  const { code, out, err } = await advisories('--lock', join(folder, 'package-lock.json'))
  expect(code).toBe(1)
  expect(out + err).not.toContain('demo-very')
})

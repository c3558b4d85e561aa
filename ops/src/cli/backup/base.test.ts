import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import { runProgram } from '../program.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-base-'))
})
afterEach(() => rm(root, { recursive: true }))

async function tiptop(...args: string[]) {
  const said: string[] = []
  const write = (text: string) => void said.push(text)
  const tools = { config: readConfig({ TIPTOP_ROOT: root }), out: write, terminal: { write }, now: () => new Date() }
  const code = await runProgram(tools, ['backup', 'base', ...args], write)
  return { code, said: said.join('') }
}

test('the help says in French what a base backup is and which types there are', async () => {
  const { code, said } = await tiptop('--help')
  expect(code).toBe(0)
  expect(said).toMatch(/Copier la base entière dans l’archive.*full : entière.*--dry-run/s)
})

test.each([
  [['staging'], '« staging » ne convient pas pour « env » : il y a dev, preprod, prod'],
  [['prod', '--type', 'diff'], '« diff » ne convient pas pour « --type <type> » : il y a full, incr'],
])('a wrong value is refused, with those that exist: %s', async (args, why) => {
  expect(await tiptop(...args)).toEqual({ code: 2, said: `✗ ${why} ; --help montre ce qui existe.\n` })
})

test('what an environment lacks is named, and nothing begins', async () => {
  const { code, said } = await tiptop('prod')
  expect(code).toBe(1)
  expect(said).toContain("prod n'est pas prêt")
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { Failure } from '../failure.ts'
import { RunEnded } from './dialogue/exit-codes.ts'
import { buildProgram, runProgram, withAll } from './program.ts'

const [said, complained]: [string[], string[]] = [[], []]
const tools = {
  config: readConfig({ TIPTOP_ROOT: '/nowhere' }),
  out: (text: string) => void said.push(text),
  terminal: { write: () => true },
  now: () => new Date(),
}

/** These look, and change nothing. */
const READERS = [
  'diagnose',
  'incident report',
  'incident list',
  'backup list',
  'maintenance status',
  'cluster status',
  'runs list',
  'runs show',
  'kpi',
  'ci check',
  'advisories',
]
/** These do what cannot be taken back by doing it again, so a person agrees to it first. */
const ASKING = [
  'rollback',
  'restore',
  'restore reconcile',
  'restore decide',
  'cluster switchover',
  'cluster replace',
  'cluster upgrade',
]

const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name()

const all = withAll(buildProgram(tools, () => {})).slice(1)
/** What does something by itself; the others only hold commands. */
const acts = all.filter(({ commands, registeredArguments }) => !commands.length || registeredArguments.length)
const commands = new Map(acts.map(command => [nameOf(command), command]))
const optionsOf = (name: string) =>
  new Map(commands.get(name)?.options.map(option => [option.long, option.description]))

/** What is shared is said in the same words everywhere. */
const SHARED = {
  '--dry-run': 'montrer ce qui serait fait, sans rien changer',
  '--json': 'rendre le résultat en JSON',
  '--report': 'y laisser la page de l’exécution et ses résultats',
  '--yes': 'ne pas demander confirmation',
}

test.each([...commands.keys()])('tiptop %s has the options that its kind has, in the same words', name => {
  const options = optionsOf(name)
  expect(options.has('--json')).toBe(true)
  expect(options.has('--dry-run')).toBe(!READERS.includes(name))
  expect(options.has('--yes')).toBe(ASKING.includes(name))
  for (const [option, words] of Object.entries(SHARED)) expect([undefined, words]).toContain(options.get(option))
})

test('each command that is said to look only is one', () => {
  expect(READERS.filter(name => !commands.has(name))).toEqual([])
})

test.each(all.map(command => [nameOf(command)]))('tiptop %s explains itself in French, in a sentence', async name => {
  said.length = 0
  expect(await runProgram(tools, [...name.split(' '), '--help'], text => void complained.push(text))).toBe(0)
  const help = said.join('')
  const [usage, , sentence = ''] = help.split('\n')
  expect(usage).toMatch(new RegExp(`^Usage : tiptop ${name} `))
  expect(sentence).toMatch(/^[A-ZÉ]\S* /)
  expect(help).toMatch(/\.\n\n/)
  expect(help).not.toMatch(/\b(choices|default|options:|arguments:|commands:|usage:|display help|the|command)\b/i)
  // Each line of a list explains what it names.
  expect(help.match(/^ {2}\S+( [<[]\S+)?$/gm)).toBeNull()
})

/** The names of commands in a cell: `` `maintenance on\|off ENV` `` names two. */
function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => {
    const words =
      code
        .replaceAll('\\|', '|')
        .split(/ (?=[A-Z[-])/, 1)[0]
        ?.split(' ') ?? []
    const last = words.pop() ?? ''
    return last.split('|').map(one => [...words, one].join(' '))
  })
}

test('README lists every command, and no other', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8')
  const [, table = ''] = /\n## Operations\n.*?\n\| command [^\n]*\n\|[^\n]*\n(.*?)\n\n/s.exec(readme) ?? []
  const cells = table.split('\n').map(row => row.split(/(?<!\\)\|/)[1] ?? '')
  expect([...new Set(cells.flatMap(namesIn))].sort()).toEqual([...commands.keys()].sort())
})

const full = new Failure('disk-full', 'Le disque est trop plein.\n  2 Mo libres', { hint: 'Faites-y de la place.' })

test.each([
  ['that says everything', new Failure('refused', 'Le registre refuse.', { hint: null }), 1, '✗ Le registre refuse.\n'],
  ['with what to do next', full, 1, '✗ Le disque est trop plein.\n  2 Mo libres\n  → Faites-y de la place.\n'],
  [
    'of a run that ended it',
    new RunEnded('undone', 'échoué, défait : Le disque est trop plein.', full),
    20,
    '✗ échoué, défait : Le disque est trop plein.\n  → Faites-y de la place.\n',
  ],
])(
  'a failure %s ends on the error output, what to do next on a line of its own',
  async (_kind, failure, code, shown) => {
    const failing = {
      ...tools,
      out() {
        throw failure
      },
    }
    const errors: string[] = []
    expect(await runProgram(failing, ['runs', 'list'], text => void errors.push(text))).toBe(code)
    expect(errors.join('')).toBe(shown)
  },
)

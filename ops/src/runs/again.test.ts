import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { buildProgram, withAll } from '../cli/program.ts'
import { readConfig } from '../config.ts'
import { brokenRun } from './again.ts'
import type { Run, StepRun } from './runs.ts'

const broken = (procedure: string, input: Run['input'], more: Partial<Run> = {}) => {
  const name = `20261123-020000-${procedure}-3f2a`
  const own = { name, procedure, input, environment: 'prod', by: 'Jenkins' } as const
  return brokenRun({ ...own, state: 'interrupted', steps: [], ...more } as unknown as Run)
}

test.each<[string, Run['input'], string]>([
  [
    'deploy',
    { branch: 'main', commit: 'abcdef0', cause: 'push', approval: null, approvedBreaking: false },
    'tiptop deploy prod --branch main --commit abcdef0',
  ],
  [
    'deploy',
    { branch: 'main', commit: 'abcdef0', approval: { by: 'anne', build: 'main #42' }, approvedBreaking: true },
    'tiptop deploy prod --branch main --commit abcdef0 --approve-breaking',
  ],
  [
    'restore',
    { scope: 'database', to: 'backup-20261123-020000' },
    'tiptop restore prod --point backup-20261123-020000',
  ],
  [
    'restore',
    { scope: 'full', to: 'backup-20261123-020000' },
    'tiptop restore prod --point backup-20261123-020000 --full',
  ],
  [
    'restore',
    { scope: 'database', to: '2026-11-23 03:12:05 UTC' },
    'tiptop restore prod --to "2026-11-23 03:12:05 UTC"',
  ],
  ['restore', { from: 's3', named: null }, 'tiptop restore prod --from s3 --identity FICHIER'],
  [
    'restore',
    { from: 's3', named: '20261122-020000', pepper: true, access: true },
    'tiptop restore prod --from s3 --identity FICHIER --pepper-identity FICHIER --access FICHIER --backup 20261122-020000',
  ],
  ['rollback', { scope: 'backend', to: null }, 'tiptop rollback prod backend'],
  ['rollback', { scope: 'full', to: '20261122-020000-0.9.0' }, 'tiptop rollback prod full --to 20261122-020000-0.9.0'],
  ['revert', { scope: 'code', to: null }, 'tiptop rollback prod code'],
  ['install', {}, 'tiptop install prod'],
  ['maintenance-on', { reason: 'enquête en cours' }, 'tiptop maintenance on prod --reason "enquête en cours"'],
  ['maintenance-off', {}, 'tiptop maintenance off prod'],
  ['nightly', {}, 'tiptop backup nightly prod'],
  ['base', { type: null }, 'tiptop backup base prod'],
  ['backup', { kind: 'pre-deploy' }, 'tiptop backup pre-deploy prod'],
  ['prune', {}, 'tiptop prune prod'],
  [
    'reconcile',
    { scope: 'reconcile', to: 'tiptop_until_20261123_031205' },
    'tiptop restore reconcile prod --from tiptop_until_20261123_031205',
  ],
  [
    'reconcile',
    { scope: 'decide', to: 'tiptop_until_20261123_031205', events: [9, 12], reason: 'même foyer' },
    'tiptop restore decide prod 9 12 --reason "même foyer" --from tiptop_until_20261123_031205',
  ],
  ['certificate', {}, 'tiptop certificate renew prod'],
  ['collect', {}, 'tiptop registry collect prod --confirm'],
  ['verify', {}, 'tiptop runs show 20261123-020000-verify-3f2a'],
])('%s %j is done again by a command that exists, with options that it has', (procedure, input, again) => {
  expect(broken(procedure, input)?.again).toBe(again)
  const [command, options] = known(again)
  for (const option of options) expect(command?.options.map(({ long }) => long)).toContain(option)
})

/** The command that these words name, and the options that they give it. */
function known(line: string): [Command | undefined, string[]] {
  const [, ...words] = line.replaceAll(/"[^"]*"/g, 'text').split(' ')
  const tools = { config: readConfig({}), out() {}, terminal: { write() {} }, now: () => new Date() }
  const all = withAll(buildProgram(tools, () => {})).slice(1)
  const path = (command: Command): string =>
    command.parent?.parent ? `${path(command.parent)} ${command.name()}` : command.name()
  const named = all.filter(command => ` ${words.join(' ')} `.startsWith(` ${path(command)} `))
  const found = named.toSorted((a, b) => path(a).length - path(b).length).at(-1)
  return [found, words.filter(word => word.startsWith('--'))]
}

const step = (title: string, state: StepRun['state'], kind: StepRun['kind'] = 'step') =>
  ({ title, state, kind }) as StepRun

test('a run that was killed broke off at its last step, one that is stuck at the step that failed', () => {
  const steps = [step('Fermer', 'done'), step('Copier', 'failed'), step('défaire : Fermer', 'failed', 'undo')]
  expect(broken('deploy', {}, { steps: steps.slice(0, 1) })).toMatchObject({ state: 'interrupted', at: 'Fermer' })
  expect(broken('deploy', {}, { steps, state: 'stuck' })).toMatchObject({ state: 'stuck', at: 'Copier' })
  expect(broken('deploy', {})?.at).toBe('son début')
})

test.each(['done', 'failed', 'undone', 'running'] as const)('a run that is %s is not broken', state => {
  expect(broken('deploy', {}, { state })).toBeNull()
})

import type { Run } from './runs.ts'

/** A run that ended without an end of its own: killed, or stuck with something that could not be taken back. */
export type BrokenRun = {
  run: string
  procedure: string
  by: string
  state: 'interrupted' | 'stuck'
  /** the title of the step at which it broke off */
  at: string
  /** what does the same again, to be typed as it is */
  again: string
}

/** Returns what became of a run that broke off; null for one that has ended by itself. */
export function brokenRun(run: Run): BrokenRun | null {
  const { name, procedure, by, state, steps } = run
  if (state !== 'interrupted' && state !== 'stuck') return null
  const last =
    state === 'stuck' ? steps.findLast(({ kind, state }) => kind === 'step' && state === 'failed') : steps.at(-1)
  return { run: name, procedure, by, state, at: last?.title ?? 'son début', again: commandAgain(run) }
}

/** The command that asks for the same as a run: what a broken one has left, the same run takes over and puts in order. */
function commandAgain(run: Run): string {
  const words = [...(commands[run.procedure]?.(run) ?? ['runs', 'show', run.name])]
  return ['tiptop', ...words.map(word => (/^[\w./:@+-]+$/.test(word) ? word : `"${word}"`))].join(' ')
}

const commands: Record<string, (run: Run) => readonly string[]> = {
  deploy: deployment,
  restore: restoration,
  rollback: ({ environment, input }) => ['rollback', environment, textOf(input.scope), ...option('--to', input.to)],
  revert: ({ environment, input }) => ['rollback', environment, 'code', ...option('--to', input.to)],
  install: ({ environment }) => ['install', environment],
  'maintenance-on': ({ environment, input }) => ['maintenance', 'on', environment, ...option('--reason', input.reason)],
  'maintenance-off': ({ environment }) => ['maintenance', 'off', environment],
  nightly: ({ environment }) => ['backup', 'nightly', environment],
  base: ({ environment }) => ['backup', 'base', environment],
  backup: ({ environment }) => ['backup', 'pre-deploy', environment],
  prune: ({ environment }) => ['prune', environment],
  reconcile: reconciliation,
  certificate: ({ environment }) => ['certificate', 'renew', environment],
  collect: ({ environment }) => ['registry', 'collect', environment, '--confirm'],
}

function deployment({ environment, input }: Run): string[] {
  // The approval was for that run: this one asks for its own.
  const approved = input.approvedBreaking ? ['--approve-breaking'] : []
  return ['deploy', environment, ...option('--branch', input.branch), ...option('--commit', input.commit), ...approved]
}

function restoration({ environment, input }: Run): string[] {
  const to = textOf(input.to)
  if (input.from) return rebuild(environment, input)
  const full = input.scope === 'full' ? ['--full'] : []
  return ['restore', environment, ...option(MOMENT.test(to) ? '--to' : '--point', to), ...full]
}

/** A server that was lost is rebuilt with files that only the operator has: the keys, and how to reach the backups. */
function rebuild(environment: Run['environment'], { from, named, pepper, access }: Run['input']): string[] {
  const keys = ['--identity', 'FICHIER', ...(pepper === true ? ['--pepper-identity', 'FICHIER'] : [])]
  const way = access === true ? ['--access', 'FICHIER'] : []
  return ['restore', environment, ...option('--from', from), ...keys, ...way, ...option('--backup', named)]
}

function reconciliation({ environment, input }: Run): string[] {
  const from = option('--from', input.to)
  if (input.scope !== 'decide') return ['restore', 'reconcile', environment, ...from]
  const events = Array.isArray(input.events) ? input.events.map(String) : []
  return ['restore', 'decide', environment, ...events, ...option('--reason', input.reason), ...from]
}

/** A copy and a database that was put aside have names; a moment is called `2026-11-23 03:12:05 UTC`. */
const MOMENT = /^\d{4}-\d\d-\d\d /

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const option = (name: string, value: unknown) => (textOf(value) ? [name, textOf(value)] : [])

import { newestFirst, type Run } from '../../runs/runs.ts'
import { timeOfStamp } from '../../time/stamp.ts'

/** The ways back that change the release: a configuration, nginx or the database alone leave a deployment in service. */
const SCOPES: Record<string, readonly string[]> = {
  rollback: ['full', 'backend', 'frontend'],
  restore: ['full'],
  revert: ['code'],
}

/**
 * The deployments that were taken back by hand: each way back leaves the newest one that is still in service, and all those
 * that came after what it names. One that got stuck counts, because it may have left the release.
 * @param provenMs a deployment that was in service for as long has succeeded, and stays a success
 * @returns the names of these deployments
 */
export function takenBackIn(runs: readonly Run[], provenMs: number): Set<string> {
  const found = new Set<string>()
  const standing: Run[] = []
  for (const run of runs.toSorted((a, b) => newestFirst(b, a))) {
    if (run.procedure === 'deploy' && run.state === 'done') standing.push(run)
    if (!isWayBack(run)) continue
    const left = leftBy(run, standing)
    standing.length -= left.length
    for (const one of left) if (Date.parse(run.startedAt) - endOf(one) < provenMs) found.add(one.name)
  }
  return found
}

function isWayBack({ procedure, state, input }: Run): boolean {
  const scope = typeof input.scope === 'string' ? input.scope : ''
  return (SCOPES[procedure] ?? []).includes(scope) && (state === 'done' || state === 'stuck')
}

function leftBy({ procedure, input }: Run, standing: readonly Run[]): readonly Run[] {
  const to = typeof input.to === 'string' ? input.to : ''
  // The name of a release begins with the moment at which its deployment made it, that of a rollback point ends with it.
  const moment = timeOfStamp(procedure === 'restore' ? to : to.slice(0, 15)).getTime()
  const isAfter = (run: Run) => (procedure === 'restore' ? endOf(run) : Date.parse(run.startedAt)) > moment
  const after = standing.filter(isAfter)
  return after.length ? after : standing.slice(-1)
}

const endOf = ({ startedAt, ms }: Run) => Date.parse(startedAt) + (ms ?? 0)

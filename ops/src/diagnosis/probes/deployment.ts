import type { Home } from '../../environment/home.ts'
import { type RunningRelease, runningRelease } from '../../release/colours.ts'
import { releaseBefore } from '../../release/earlier/release-before.ts'
import { readMaintenance } from '../../release/maintenance.ts'
import { type BrokenRun, brokenRun } from '../../runs/again.ts'
import { listRuns, type Run } from '../../runs/runs.ts'
import { durationWords } from '../../time/duration.ts'
import { type FindingWords, well, wrong } from '../finding.ts'

/** A run that changed what serves, and when it ended. */
type ServiceChange = { run: string; procedure: string; by: string; endedAt: string }

type WayBack = { to: string } | { why: string }

export type DeploymentState = {
  running: RunningRelease | null
  /** the last deployment, rollback or restoration that succeeded */
  last: ServiceChange | null
  /** the run that is at work on this environment now */
  working: { run: string; procedure: string; by: string; startedAt: string } | null
  /** the run that broke off and was not followed up: the one that closed the site, or the last one */
  broken: BrokenRun | null
  /** the release to which a rollback would go, or why there is none */
  back: Record<'full' | 'backend' | 'frontend', WayBack>
  /** how long the last ones took, in milliseconds; null if it was never done here */
  took: { rollback: number | null; restore: number | null }
}

const CHANGES = ['deploy', 'rollback', 'restore']
/** nginx and its files are rolled back without changing the release that serves. */
const isInfra = ({ procedure, input }: Run) => procedure === 'rollback' && input.scope === 'infra'

/** Reads journals and releases, which are files: it answers while everything else is down. */
export async function readDeployment(home: Home): Promise<DeploymentState> {
  const [runs, running] = await Promise.all([listRuns(home.runs), runningRelease(home)])
  const changes = runs.flatMap(run =>
    CHANGES.includes(run.procedure) && run.state === 'done' && !isInfra(run) ? [run] : [],
  )
  const working = runs.find(({ state }) => state === 'running')
  const scopes = ['full', 'backend', 'frontend'] as const
  const back = await Promise.all(scopes.map(async scope => [scope, await wayBack(home, running, scope)] as const))
  const lastOf = (procedure: string) => changes.find(run => run.procedure === procedure)?.ms ?? null
  return {
    running,
    last: changes.map(changeOf)[0] ?? null,
    working: working
      ? { run: working.name, procedure: working.procedure, by: working.by, startedAt: working.startedAt }
      : null,
    broken: brokenOf(runs, (await readMaintenance(home))?.run ?? ''),
    back: Object.fromEntries(back) as DeploymentState['back'],
    took: { rollback: lastOf('rollback'), restore: lastOf('restore') },
  }
}

function brokenOf(runs: Run[], closedBy: string): BrokenRun | null {
  // A rehearsal works beside everything, and without this lock.
  const last = runs.find(({ state, procedure }) => state !== 'running' && procedure !== 'rehearse')
  const closing = runs.find(({ name }) => name === closedBy)
  return (closing && brokenRun(closing)) ?? (last ? brokenRun(last) : null)
}

async function wayBack(
  home: Home,
  running: RunningRelease | null,
  scope: keyof DeploymentState['back'],
): Promise<WayBack> {
  if (!running) return { why: `rien ne sert encore en ${home.environment}.` }
  return releaseBefore(running.release, { scope, to: null }, home).then(
    ({ version, name }) => ({ to: `${version} (${name})` }),
    (error: Error) => ({ why: error.message }),
  )
}

function changeOf({ name, procedure, by, startedAt, ms }: Run): ServiceChange {
  const endedAt = new Date(Date.parse(startedAt) + (ms ?? 0)).toISOString()
  return { run: name, procedure, by, endedAt }
}

/** Whether the last change of what serves was a deployment, not older than this. */
export function isRecent({ last }: Pick<DeploymentState, 'last'>, now: Date, recentMs: number): boolean {
  if (last?.procedure !== 'deploy') return false
  return now.getTime() - Date.parse(last.endedAt) <= recentMs
}

const words: Record<string, string> = { deploy: 'déploiement', rollback: 'retour en arrière', restore: 'restauration' }

/** Where a broken run left off, in French. */
export function wordsOfBroken({ run, procedure, by, state, at }: BrokenRun): string {
  const what = `${words[procedure] ?? procedure} par ${by} (${run})`
  return state === 'stuck' ? `BLOQUÉ à « ${at} » : ${what}` : `INTERROMPU à « ${at} » : ${what}`
}

export function wordDeployment({ running, last, working, broken }: DeploymentState, now: Date): FindingWords {
  const serves = running
    ? `${running.release.version} (${running.release.name}) sert, couleur ${running.colour}`
    : 'rien n’a encore été déployé'
  const age = last && durationWords(Math.max(0, now.getTime() - Date.parse(last.endedAt)))
  const change = last
    ? [`dernier changement : ${words[last.procedure]} par ${last.by}, il y a ${age} (${last.run})`]
    : ['aucun déploiement dans les journaux']
  const busy = working ? [`EN COURS : ${working.procedure} par ${working.by} (${working.run})`] : []
  const cut = broken ? [wordsOfBroken(broken)] : []
  return running && !broken ? well(serves, ...change, ...busy) : wrong(serves, ...change, ...busy, ...cut)
}

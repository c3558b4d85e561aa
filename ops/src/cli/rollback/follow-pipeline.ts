import { join } from 'node:path'
import type { Environment } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import { openTools } from '../../environment/open-tools.ts'
import type { Target } from '../../environment/target.ts'
import { Failure, withHint } from '../../failure.ts'
import type { Step, StepNodes } from '../../procedure/procedure.ts'
import { type RunningRelease, runningRelease } from '../../release/colours.ts'
import { awaitHealth, healthTries } from '../../release/health.ts'
import { listRuns } from '../../runs/runs.ts'
import { durationWords } from '../../time/duration.ts'
import { waitUntil } from '../../time/wait-until.ts'
import { short } from '../../tools/git.ts'
import type { Tools } from '../../tools/tools.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { conclude } from '../dialogue/report.ts'
import { escalateUnlessDone } from '../incident/escalate.ts'
import { runIn } from '../run-on.ts'

/** From the push on: 4.1 draws it; for 4.2 it is a correction by another deployment. */
const followNodes: Record<Exclude<Environment, 'prod'>, Record<'deploy' | 'health' | 'done', StepNodes>> = {
  dev: { deploy: '4.1/I', health: ['4.1/S', '4.1/T'], done: ['4.1/V', '4.1/X'] },
  preprod: { deploy: '4.2/D', health: '4.2/AB', done: '4.2/AF' },
}

/** A commit that was pushed, and the environment whose branch has it. */
export type FollowedCommit = { commit: string; environment: Exclude<Environment, 'prod'> }

/** How long a pipeline may take, and the pause between two looks, in milliseconds. */
const PATIENCE = { everyMs: 5_000, withinMs: 45 * 60_000 }

/**
 * Waits until the pipeline has put a commit in service (4.1/I), then looks at its health (4.1/S, 4.1/T).
 * @throws a Failure if its deployment fails, or if none has ended well after {@link PATIENCE}
 */
export async function followPipeline(
  step: Step,
  { commit, environment }: FollowedCommit,
  target: Target,
  tools: Tools,
  patience = PATIENCE,
): Promise<void> {
  const { home, settings } = target
  const nodes = followNodes[environment]
  const { release } = await step(nodes.deploy, 'Attendre que le pipeline ait redéployé', async ({ tell, signal }) => {
    const found = await waitUntil(() => servedCommit(commit, home), { ...patience, signal })
    if (!found) throw notDeployed(commit, environment, patience.withinMs)
    tell(`version ${found.release.version} (${found.release.name})`)
    return found
  })
  await step(
    nodes.health,
    'Vérifier la santé du service',
    ({ signal }) => awaitHealth(target, release, tools, signal),
    { retry: healthTries(settings) },
  )
  await step(nodes.done, `Déclarer ${environment} restauré`, () => {})
}

/** @throws a Failure when a deployment of the commit has failed */
async function servedCommit(commit: string, home: Home): Promise<RunningRelease | null> {
  const running = await runningRelease(home)
  if (running?.release.commits.backend === commit && running.release.commits.frontend === commit) return running
  const deployments = (await listRuns(home.runs)).filter(
    run => run.procedure === 'deploy' && run.input.commit === commit,
  )
  const [last] = deployments
  if (!last || last.state === 'running' || last.state === 'done') return null
  throw new Failure('check-failed', `Le déploiement de ${short(commit)} a échoué : ${last.reason ?? last.state}`, {
    hint: `tiptop runs show ${last.name}`,
  })
}

function notDeployed(commit: string, environment: Environment, withinMs: number): Failure {
  return new Failure('not-ready', `Le pipeline n’a pas déployé ${short(commit)} en ${durationWords(withinMs)}.`, {
    hint: `Le lancer dans Jenkins, ou : tiptop deploy ${environment} --commit ${short(commit)}. Le suivre : tiptop runs list ${environment}`,
  })
}

/** Runs it under a lock of its own: the pipeline takes the environment's. */
export async function followNow(tools: CliTools, followed: FollowedCommit, target: Target): Promise<void> {
  const { home } = target
  const { environment, commit } = followed
  const outside = await openTools(target)
  const lock = join(home.folder, '.follow.lock')
  const finished = await runIn(tools, { home, lock, procedure: 'follow', input: { commit }, dryRun: false }, step =>
    followPipeline(step, followed, target, outside),
  )
  await escalateUnlessDone(tools, { ...finished, target })
  // The push has answered already.
  const quiet = { ...tools, out: () => {} }
  const notice = () =>
    finished.ending.outcome === 'done'
      ? null
      : {
          severity: 'alert' as const,
          subject: `[${environment}] ${short(commit)} n’est pas en service`,
          text: withHint(finished.ending.error),
        }
  const options = { report: null, dryRun: false, json: false }
  await conclude({ ...finished, target, tools: outside }, { tools: quiet, options, notice })
}

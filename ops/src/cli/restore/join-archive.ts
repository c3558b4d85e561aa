import type { Environment } from '../../environment/environment.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { backUpBase } from '../../night/base-backup.ts'
import type { Step, StepNodes } from '../../procedure/procedure.ts'
import type { RestoreOrigin } from '../../restore/in-place/origin.ts'
import { utcSecond } from '../../time/words.ts'
import type { Tools } from '../../tools/tools.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { conclude } from '../dialogue/report.ts'
import { runOn } from '../run-on.ts'

/** Only 4.3 draws that the archive is joined again. */
const nodes: Record<Environment, StepNodes> = { dev: '3.1/O', preprod: '3.1/O', prod: '4.3/AN' }

/**
 * Makes a base backup of a restored database: a full one on a new timeline, which a replay begins. Damage of the archive that
 * is older than it does not keep the archive from being joined.
 */
export async function joinArchive(
  step: Step,
  { kind }: Pick<RestoreOrigin, 'kind'>,
  target: Target,
  tools: Tools,
): Promise<void> {
  const node = nodes[target.home.environment]
  await backUpBase(step, { target, tools, node, reads: 'newest', ...(kind === 'moment' && { type: 'full' }) })
}

/** What a restoration does to the moments that can be restored, before the operator agrees to it. */
export function archiveLines({ kind, at }: Pick<RestoreOrigin, 'kind' | 'at'>, now: Date): string[] {
  if (kind !== 'moment') return ['une sauvegarde de base suit, le site rouvert']
  return [
    `aucun moment du ${utcSecond(at)} au ${utcSecond(now)} ne pourra plus être rendu par le WAL : seule la base quittée les garde`,
    'une sauvegarde de base suit, le site rouvert ; avant sa fin, rendre un moment d’après la restauration n’est pas assuré',
  ]
}

type Restored = { run: string; environment: Environment; origin: RestoreOrigin }

/**
 * Joins the archive again, in a run of its own: players are back already, and no restoration takes longer for it.
 * @throws Failure `incomplete` if the archive could not be joined; the database is restored and the site open all the same
 */
export async function joinArchiveNow(tools: CliTools, { run, environment, origin }: Restored): Promise<void> {
  // The restoration has answered already.
  const quiet = { ...tools, out: () => {} }
  const asked = { environment, procedure: 'base', input: { after: run }, dryRun: false }
  const joined = async () => {
    const finished = await runOn(quiet, asked, (step, target, outside) => joinArchive(step, origin, target, outside))
    const notice = () =>
      finished.ending.outcome === 'done' ? null : unjoinedNotice(environment, finished.ending.error)
    await conclude(finished, { tools: quiet, options: { report: null, dryRun: false, json: false }, notice })
  }
  await joined().catch((error: Error) => {
    throw new Failure('incomplete', `${RESTORED} : ${error.message}`, { hint: commandOf(environment), cause: error })
  })
}

const RESTORED = 'La base est rendue et le site est ouvert, mais son archive n’est pas rejointe'
const commandOf = (environment: Environment) => `tiptop backup base ${environment} --type full`

function unjoinedNotice(environment: Environment, { message }: Error) {
  const subject = `[${environment}] archive de la base pas rejointe après la restauration`
  return { severity: 'alert' as const, subject, text: `${message}\nRecommencer : ${commandOf(environment)}` }
}

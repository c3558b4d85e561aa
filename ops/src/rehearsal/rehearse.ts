import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import type { DepositedRoot } from '../release/data-checks/commitment.ts'
import { proveData } from '../restore/prove-data.ts'
import { rebuildNodes } from '../restore/server/nodes.ts'
import {
  type EnvironmentRestore,
  type RestoreFindings,
  restoreEnvironment,
} from '../restore/server/restore-environment.ts'
import type { Stopwatch } from '../restore/server/stopwatch.ts'
import { removeScratch } from './remove-scratch.ts'
import { rehearsalVariant, scratchOf } from './scratch.ts'

type RehearsalPlan = Omit<EnvironmentRestore, 'variant' | 'named'> & {
  /** the environment whose restoration is rehearsed; nothing of it is touched */
  home: Home
  /** whether what was restored stays, to be looked at */
  keep: boolean
  /** what the commitment that comes back is compared with: this server's setting, not the one in the backup */
  deposited: DepositedRoot
  watch: Stopwatch
}

/**
 * Restores the newest backup of a destination beside production, then tries on it what players and employees do. Uses
 * nothing of what this server holds. Whatever happens, nothing is left of it, unless it is to be kept.
 * @param note called with each finding as soon as it is known, also if the rehearsal fails later
 * @returns what it could not prove, a sentence in French each
 * @throws a Failure: a lost server would not come back this way
 */
export async function rehearse(
  step: Step,
  { keep, watch, ...plan }: RehearsalPlan,
  note: (found: Partial<RestoreFindings>) => void,
): Promise<string[]> {
  const { home, tools } = plan
  const nodes = rebuildNodes[home.environment]
  const scratch = scratchOf(home)
  const remove = () => removeScratch(scratch, home.backups.rehearsal, tools)
  const undo = { node: nodes.find, title: 'Retirer la répétition', act: remove }
  await step(
    nodes.find,
    'Faire place nette pour la répétition',
    async ({ tell }) => {
      await remove()
      await tools.files.makeFolder(home.backups.rehearsal, 0o700)
      tell(home.backups.rehearsal)
    },
    keep ? {} : { undo },
  )
  const skipped: RestoreFindings['skipped'] = []
  const warnings: string[] = []
  const restore = { ...plan, home: scratch, named: null, variant: rehearsalVariant }
  const { release, pepper } = await restoreEnvironment(step, restore, watch, found => {
    skipped.push(...(found.skipped ?? []))
    if (found.database?.warning) warnings.push(found.database.warning)
    note(found)
  })
  const proof = { nodes, home: scratch, tools, deposited: plan.deposited, pepper }
  const unproven = release ? await watch.during('after', () => proveData(step, { ...proof, release })) : []
  await step(nodes.done, 'Conclure la répétition', ({ tell }) => {
    if (unproven.length) tell(unproven.join(' '))
    const faults = [...skipped.map(({ name, why }) => `${name} n’est pas utilisable : ${why}`), ...warnings]
    if (!release) faults.push('la sauvegarde ne contient aucune version : personne n’aurait pu jouer')
    if (faults.length) throw unfit(faults, home)
  })
  if (!keep) await step(nodes.done, 'Retirer la répétition', remove)
  return unproven
}

function unfit(faults: string[], { environment }: Home): Failure {
  const hint = `tiptop backup check ${environment} dit où en sont les sauvegardes.`
  return new Failure('check-failed', faults.join('\n'), { hint })
}

import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { migrateDatabase, startRelease, stopRelease } from '../../release/activate.ts'
import { provenFile, type RunningRelease, runningRelease, serveColour } from '../../release/colours.ts'
import { awaitHealth, healthTries } from '../../release/health.ts'
import { basicJourneys } from '../../release/journeys/journeys.ts'
import { checkMaintenance, maintenanceOff, maintenanceOn } from '../../release/maintenance.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import type { Tools } from '../../tools/tools.ts'
import { proveData } from '../prove-data.ts'
import { giveBack } from './give-back.ts'
import type { Origin } from './origin.ts'
import { type RecoveryPath, recoveryPaths } from './path.ts'
import { takeRelease } from './take-release.ts'
import { weighedLines, weighLoss } from './weigh-loss.ts'

export type Recovery = {
  origin: Origin
  /** whether the release and the configuration of the rollback point come back as well */
  full: boolean
}

/** `kept`: where the database that was in use is kept. */
export type Recovered = { origin: Origin; kept: string | null; release: string | null }

/**
 * Gives an environment the database of another moment, where it is. People see the maintenance page until what came back
 * was tried and proven; when anything fails they go on seeing it, and the database that was left is kept.
 */
export async function recover(step: Step, job: Recovery, target: Target, tools: Tools): Promise<Recovered> {
  const { home } = target
  const { origin } = job
  const path = recoveryPaths[home.environment]
  const running = await runningRelease(home)
  const schema = await schemaOf(target, tools)
  await step(path.loss, 'Évaluer ce qui sera perdu', async ({ tell, signal }) =>
    tell(weighedLines(await weighLoss(target, origin.at, tools, signal)).join(' ; ')),
  )
  const next = job.full ? await takeRelease(step, { origin, path, running, target, tools }) : running
  let kept = null as string | null
  let replaced = false
  await step(path.close, 'Montrer la page de maintenance', () => maintenanceOn(home, 'restauration', tools.files), {
    undo: {
      node: path.failed,
      title: 'Laisser le site fermé',
      act: async ({ signal }) => {
        // A database that nothing was done to has its application back, for whoever opens the site again.
        if (running && !replaced) await startRelease(running, home, tools, signal).catch(() => {})
        throw new Error(afterwards(home.environment, { replaced, kept }))
      },
    },
  })
  await step(path.close, 'La voir comme tout le monde', ({ signal }) => checkMaintenance(true, target, tools, signal))
  if (running)
    await step(path.stop, 'Arrêter l’application', ({ tell }) => {
      tell(running.release.version)
      return stopRelease(running, home, tools)
    })
  const note = (left: string | null) => {
    kept = left
    replaced = true
  }
  await giveBack(step, { origin, path, target, tools, replaced: note })
  if (next) await bringUp(step, { next, path, schema }, target, tools)
  await step(path.open, 'Rouvrir le site', async ({ tell, signal }) => {
    const standing = await maintenanceOff(home, tools.files)
    if (standing) tell(`${standing.by} l’avait fermé : tiptop maintenance off ${home.environment}`)
    else if (next) await checkMaintenance(false, target, tools, signal)
  })
  await step(path.done, `Déclarer ${home.environment} restauré`, ({ tell }) => {
    if (kept) tell(`l’état quitté reste sous ${kept}`)
  })
  return { origin, kept, release: next?.release.version ?? null }
}

type Next = { next: RunningRelease; path: RecoveryPath; schema: string | null }

/** Starts the application on what came back, and does what people do with it, behind the maintenance page. */
async function bringUp(step: Step, { next, path, schema }: Next, target: Target, tools: Tools): Promise<void> {
  const { release, colour } = next
  const { home, settings } = target
  await step(path.level, 'Mettre la base au niveau de la version', async ({ tell, signal }) => {
    const came = await schemaOf(target, tools)
    tell(`schéma ${came ?? 'vide'}`)
    if (came === schema) return
    tell(`schéma ${came ?? 'vide'} ; ${await migrateDatabase(next, home, tools, signal)}`)
  })
  await step(path.start, `Redémarrer la version ${release.version}`, async ({ signal }) => {
    await startRelease(next, home, tools, signal)
    await serveColour(home, colour, tools.files)
  })
  await step(path.health, 'Vérifier la santé du service', ({ signal }) => awaitHealth(target, release, tools, signal), {
    retry: healthTries(settings),
  })
  await basicJourneys(step, path.journeys, { release, target, tools })
  await proveData(step, { path, home, release, tools })
  await tools.files.write(provenFile(home, release.name), `${tools.now().toISOString()}\n`)
}

/** The last migration that the database has had; null also when it does not answer. */
async function schemaOf(target: Target, tools: Tools): Promise<string | null> {
  const applied = await appliedMigrations(target, tools).catch(() => [])
  return applied.at(-1) ?? null
}

/** What to do when a restoration did not succeed. */
function afterwards(environment: string, { replaced, kept }: { replaced: boolean; kept: string | null }): string {
  const left = kept ? `, et l’état quitté est gardé sous ${kept}` : ''
  return [
    `le site reste fermé${replaced ? left : ', la base quittée n’a pas été remplacée'}.`,
    `Regarder : tiptop diagnose ${environment}`,
    `Recommencer, ou prendre une autre copie : tiptop restore ${environment}`,
    `Rouvrir tel quel : tiptop maintenance off ${environment}`,
  ].join('\n')
}

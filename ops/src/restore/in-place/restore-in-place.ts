import { asideWordsOf } from '../../archive/aside/asides.ts'
import type { KnownSegments } from '../../archive/physical/replay/plan-replay.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { migrateDatabase, startRelease, stopIdle, stopRelease } from '../../release/activate.ts'
import { announceClosing, announceOpening } from '../../release/announcement/announce-maintenance.ts'
import { provenFile, type RunningRelease, runningRelease, serveColour } from '../../release/colours.ts'
import { followLabel } from '../../release/earlier/follow-label.ts'
import { awaitHealth, healthTries } from '../../release/health.ts'
import { basicJourneys } from '../../release/journeys/journeys.ts'
import { checkMaintenance, maintenanceOff, maintenanceOn } from '../../release/maintenance.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import type { Tools } from '../../tools/tools.ts'
import { proveData } from '../prove-data.ts'
import { giveBack } from './give-back.ts'
import { lookAtOrigin, type RestorePlan } from './look-at-origin.ts'
import { lossLines, weighLoss } from './loss/weigh-loss.ts'
import { type InPlaceNodes, inPlaceNodes } from './nodes.ts'
import { expectKnownSchema, type RestoreOrigin } from './origin.ts'
import { takeRelease } from './take-release.ts'

/** `kept`: where the former database is kept, or null if there was none. `release`: the version that serves. */
export type RestoredInPlace = { origin: RestoreOrigin; kept: string | null; release: string | null }

/** What became of the database that was in use: whether another took its place, and where it is kept. */
type FormerDatabase = { replaced: boolean; kept: string | null }

/**
 * Gives an environment the database of another moment, in its place. The site stays behind the maintenance page until
 * what came back has been tried and proven. After a failure the page stays, and so does the former database.
 * @throws Failure before anything changes: `refused` for a copy whose schema is newer than the release that stays, `damaged`
 * for a copy or WAL that is not whole
 */
export async function restoreInPlace(
  step: Step,
  { origin, full }: RestorePlan,
  target: Target,
  tools: Tools,
): Promise<RestoredInPlace> {
  const { environment } = target.home
  const nodes = inPlaceNodes[environment]
  if (!full) await expectKnownSchema(target, origin, tools)
  const serving = await orDamage(runningRelease(target.home))
  // A release that comes back with its database takes the place of whatever serves.
  if (serving instanceof DamagedFile && !full) throw serving
  const running = serving instanceof DamagedFile ? null : serving
  const known: KnownSegments = new Map()
  const { reaches } = await step(nodes.loss, 'Relire ce qui va être rendu', async ({ tell, signal }) => {
    const read = await lookAtOrigin(target, { origin, full }, tools, { signal, known })
    tell(read.said)
    return read
  })
  const schema = await schemaOf(target, tools)
  await step(nodes.loss, 'Évaluer ce qui sera perdu', async ({ tell, signal }) =>
    tell(lossLines(await weighLoss(target, { at: origin.at, reaches }, tools, signal)).join(' ; ')),
  )
  const next = full ? await takeRelease(step, { origin, nodes, running, target, tools }) : running
  let former: FormerDatabase = { replaced: false, kept: null }
  await closeSite(step, { nodes, running, former: () => former }, target, tools)
  const replaced = (kept: string | null) => {
    former = { replaced: true, kept }
  }
  await giveBack(step, { origin, nodes, target, tools, known, replaced })
  if (next) await bringUp(step, { next, nodes, schema }, target, tools)
  await openSite(step, { next, nodes }, target, tools)
  const { kept } = former
  await step(nodes.done, `Déclarer ${environment} restauré`, async ({ tell }) =>
    tell(await leftWords(kept, full ? next : null, target, tools)),
  )
  return { origin, kept, release: next?.release.version ?? null }
}

/** Where the former database is kept, and whether the label follows a release that came back with it. */
async function leftWords(kept: string | null, taken: RunningRelease | null, target: Target, tools: Tools) {
  const words = [
    kept ? `l’état quitté reste sous ${await asideWordsOf(kept, target.home, tools)}` : '',
    taken ? await followLabel(taken.release, target, tools) : '',
  ]
  return words.filter(Boolean).join(' ; ')
}

type Closing = { nodes: InPlaceNodes; running: RunningRelease | null; former(): FormerDatabase }

/** Shows the maintenance page and stops the application, in both colours: an interrupted deployment may have left one. When a later step fails, the site stays closed or is closed again. */
async function closeSite(step: Step, { nodes, running, former }: Closing, target: Target, tools: Tools) {
  const { home } = target
  await step(nodes.close, 'Montrer la page de maintenance', () => maintenanceOn(home, 'restauration', tools.files), {
    undo: {
      node: nodes.failed,
      title: 'Laisser le site fermé',
      act: async ({ signal }) => {
        await maintenanceOn(home, 'restauration', tools.files)
        // An untouched database gets its application back, ready for the operator who opens the site again.
        if (running && !former().replaced) await startRelease(running, home, tools, signal).catch(() => {})
        throw new Failure('incomplete', whatToDo(home.environment, former()), { hint: null })
      },
    },
  })
  await step(nodes.close, 'La voir comme tout le monde', ({ signal }) => checkMaintenance(true, target, tools, signal))
  const { environment } = home
  await announceClosing(step, nodes.announce, { environment, reason: 'restauration', notices: tools.notices })
  await step(nodes.stop, 'Arrêter l’application', async ({ tell }) => {
    const idle = await stopIdle(running, home, tools)
    tell([running?.release.version ?? 'rien ne sert', ...(idle ? [idle] : [])].join(' ; '))
    if (running) await stopRelease(running, home, tools)
  })
}

type Starting = { next: RunningRelease; nodes: InPlaceNodes; schema: string | null }

/** Starts the application on what came back, then tries and proves it, behind the maintenance page. */
async function bringUp(step: Step, { next, nodes, schema }: Starting, target: Target, tools: Tools): Promise<void> {
  const { release, colour } = next
  const { home, settings } = target
  await step(nodes.level, 'Mettre la base au niveau de la version', async ({ tell, signal }) => {
    const came = await schemaOf(target, tools)
    tell(`schéma ${came ?? 'vide'}`)
    if (came === schema) return
    tell(`schéma ${came ?? 'vide'} ; ${await migrateDatabase(next, home, tools, signal)}`)
  })
  await step(nodes.start, `Redémarrer la version ${release.version}`, async ({ signal }) => {
    await startRelease(next, home, tools, signal)
    await serveColour(home, colour, tools.files)
  })
  await step(
    nodes.health,
    'Vérifier la santé du service',
    ({ signal }) => awaitHealth(target, release, tools, signal),
    {
      retry: healthTries(settings),
    },
  )
  await basicJourneys(step, nodes.journeys, { release, target, tools })
  await proveData(step, { nodes, home, release, tools, deposited: settings })
  await tools.files.write(provenFile(home, release.name), `${tools.now().toISOString()}\n`)
}

/** Takes the maintenance page away, unless a person closed the site before. */
async function openSite(
  step: Step,
  { next, nodes }: { next: RunningRelease | null; nodes: InPlaceNodes },
  target: Target,
  tools: Tools,
): Promise<void> {
  const { home } = target
  await step(nodes.open, 'Rouvrir le site', async ({ tell, signal }) => {
    const standing = await maintenanceOff(home, tools.files)
    if (standing) return tell(`${standing.by} l’avait fermé : tiptop maintenance off ${home.environment}`)
    if (next) await checkMaintenance(false, target, tools, signal)
    tell(await announceOpening({ environment: home.environment, notices: tools.notices }))
  })
}

/** Returns the last migration that the database has had; null if it has had none or does not answer. */
async function schemaOf(target: Target, tools: Tools): Promise<string | null> {
  const applied = await appliedMigrations(target.home.database, tools).catch(() => [])
  return applied.at(-1) ?? null
}

/** What the operator reads after a restoration that failed. */
function whatToDo(environment: string, { replaced, kept }: FormerDatabase): string {
  const left = kept ? `, et l’état quitté est gardé sous ${kept}` : ''
  return [
    `le site reste fermé${replaced ? left : ', la base quittée n’a pas été remplacée'}.`,
    `Regarder : tiptop diagnose ${environment}`,
    `Recommencer, ou prendre une autre copie : tiptop restore ${environment}`,
    `Rouvrir tel quel : tiptop maintenance off ${environment}`,
  ].join('\n')
}

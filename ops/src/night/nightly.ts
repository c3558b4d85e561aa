import { type Backup, discardHalves, listBackups } from '../archive/backups.ts'
import { removeScratch } from '../archive/database/scratch.ts'
import { holdImages } from '../archive/images-hold.ts'
import type { Store } from '../archive/stores/store.ts'
import type { Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import { type Running, runningRelease } from '../release/colours.ts'
import { dateText } from '../time/words.ts'
import type { Tools } from '../tools/tools.ts'
import { findRoom } from './find-room.ts'
import { type MadeBackup, makeBackup } from './make-backup.ts'
import type { MakePieces } from './making.ts'
import { type CleanedPlaces, successNotice } from './report/notice.ts'
import { leaveReport, reportOf } from './report/report.ts'
import { sendBackup } from './sending/send-backup.ts'
import type { BackupDelivery } from './sending/send-pieces.ts'

export type NightlyBackupRequest = {
  target: Target
  tools: Tools
  /** where backups are sent */
  stores: readonly Store[]
  delivery: BackupDelivery
  /** what is saved beside database, images and configuration */
  more: readonly MakePieces[]
  /** copies the whole cluster into the archive, from which WAL leads to any moment */
  saveCluster?(step: Step): Promise<void>
  /** removes what retention lets go of, on this server alone; @returns the names of what it removed */
  makeRoom(signal: AbortSignal): Promise<string[]>
  /** removes what retention lets go of everywhere, as steps */
  clean(step: Step): Promise<CleanedPlaces>
  /** the pauses between the tries of one destination */
  pausesMs?: readonly number[]
}

const PAUSES_MS = [30_000, 120_000]

/**
 * The backup of a night, diagram 3.1 node by node. It is there whole on this server, proven by a restore, before it is
 * sent anywhere; where it does not arrive, that is told and nothing old is removed.
 * @throws an Error in French: of what failed on this server, and then there is no backup of this night; or of where it
 * did not arrive, and then it is here
 */
export async function backUpNightly(step: Step, job: NightlyBackupRequest): Promise<Backup> {
  const { target, tools } = job
  const began = performance.now()
  const { former: found, running } = await step(['3.1/A', '3.1/B'], 'Commencer la sauvegarde de la nuit', ({ tell }) =>
    begin(job, tell),
  )
  const alert = (subject: string, text: string) =>
    tools.notices.send({ severity: 'alert', subject: `[${target.home.environment}] ${subject}`, text })
  await findRoom(step, { ...job, running, former: found, alert })
  // Where room was made, not all of them are there any more.
  const former = await listBackups(target.home)
  const { backup, warnings, tookMs } = await makeAndSend(step, { ...job, running, former, alert })
  const cleaned = await job.clean(step)
  const took = { ...tookMs, total: Math.round(performance.now() - began) }
  const report = reportOf({ backup, former, warnings, cleaned, tookMs: took })
  await step('3.1/AM', 'Rédiger le rapport', async ({ tell }) => tell(await leaveReport(report, backup, tools)))
  await step(['3.1/AN', '3.1/AO'], 'Annoncer la réussite', async ({ tell }) => {
    const unsent = await tools.notices.send(successNotice(report))
    if (unsent.length) tell(unsent.join(' ; '))
  })
  return backup
}

type Making = NightlyBackupRequest & {
  running: Running | null
  former: readonly Backup[]
  alert(subject: string, text: string): Promise<string[]>
}

/** From the look at its images to the last manifest that names them, nobody removes one. */
async function makeAndSend(step: Step, job: Making): Promise<MadeBackup> {
  const images = holdImages(job.target.home, job.tools)
  try {
    const made = await makeBackup(step, { ...job, keepImages: images.take })
    // What fails here makes the night red at its end, and takes nothing of it away.
    const unsaved = await job.saveCluster?.(step).then(
      () => null,
      (error: Error) => error,
    )
    const { backup, missed } = await sendBackup(step, made.backup, { ...job, pausesMs: job.pausesMs ?? PAUSES_MS })
    if (missed.length || unsaved) throw new Error(whyMissed(backup, missed, unsaved))
    return { ...made, backup }
  } finally {
    await images.giveBack()
  }
}

/** Takes away what a killed run left, and looks at what there is. */
async function begin({ target: { home }, tools }: NightlyBackupRequest, tell: (said: string) => void) {
  await tools.files.makeFolder(home.backups.daily, 0o700)
  const halves = await discardHalves(home, tools.files)
  await removeScratch(home, tools)
  const former = await listBackups(home)
  const [newest] = former
  // Among backups of a wrong clock no rule knows the old from the new.
  if (newest && newest.startedAt.slice(0, 10) > dateText(tools.now()))
    throw new Error(
      `La sauvegarde ${newest.name} est datée du futur : vérifiez l'horloge de ce serveur, ou supprimez-la à la main.`,
    )
  const running: Running | null = await runningRelease(home)
  tell(
    [
      newest ? `la dernière est ${newest.name}` : 'la première de ce serveur',
      ...halves.map(name => `${name} avait été interrompue, ses restes sont retirés`),
    ].join(' ; '),
  )
  return { former, running }
}

function whyMissed(
  { name }: Backup,
  missed: { store: string; why: string }[],
  unsaved: Error | null | undefined,
): string {
  const lines = missed.map(({ store, why }) => `  ${store} : ${why}`)
  const away = `La sauvegarde ${name} est entière sur ce serveur, et n'est pas arrivée partout :\n${lines.join('\n')}`
  return [...(missed.length ? [away] : []), ...(unsaved ? [unsaved.message] : [])].join('\n')
}

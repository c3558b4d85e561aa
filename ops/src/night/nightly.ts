import { type Backup, discardHalves, listBackups } from '../archive/backups.ts'
import { removeScratch } from '../archive/database/scratch.ts'
import { whileImagesAreHeld } from '../archive/images-hold.ts'
import type { BackupLack } from '../archive/manifest.ts'
import type { Store } from '../archive/stores/store.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { runningRelease } from '../release/colours.ts'
import type { NightProof } from '../release/data-checks/night-proofs.ts'
import { DamagedFile, orDamage, sentenceOf } from '../state/damaged-file.ts'
import { dateText } from '../time/words.ts'
import { deliver } from '../tools/notices.ts'
import type { Tools } from '../tools/tools.ts'
import { makeBackup } from './make-backup.ts'
import type { SendAlert } from './making.ts'
import { proveBooks } from './prove-books.ts'
import { leaveReport } from './report/leave-report.ts'
import { successNotice } from './report/notice.ts'
import { type CleanedPlace, reportOf } from './report/report.ts'
import { findRoom } from './room/find-room.ts'
import { type MissedStore, type SentBackup, sendBackup } from './sending/send-backup.ts'
import type { BackupDelivery } from './sending/send-pieces.ts'

export type NightlyBackupRequest = {
  target: Target
  tools: Tools
  /** the destinations */
  stores: readonly Store[]
  delivery: BackupDelivery
  /** copies the whole cluster into the archive, from which WAL leads to any moment */
  saveCluster?(step: Step): Promise<void>
  /** removes what retention does not keep, on this server alone; @returns the names of what it removed */
  makeRoom(signal: AbortSignal): Promise<string[]>
  /** removes what retention does not keep, everywhere: 3.1/AK and 3.1/AL */
  clean(step: Step): Promise<CleanedPlace[]>
  /** the pauses between the tries of one destination */
  pausesMs?: readonly number[]
}

const PAUSES_MS = [30_000, 120_000]

/**
 * Makes the backup of a night: diagram 3.1, node by node. The backup is whole on this server, and proven by a restore,
 * before it is sent. If it does not arrive everywhere, the run fails and nothing old is removed.
 * @throws a Failure: either something failed on this server and there is no backup of this night, or the backup
 * is here, and did not arrive somewhere, goes without a part that the settings name, or holds books that were changed
 */
export async function backUpNightly(step: Step, request: NightlyBackupRequest): Promise<Backup> {
  const { target, tools, stores, delivery, pausesMs = PAUSES_MS } = request
  const { home } = target
  const began = performance.now()
  const alert: SendAlert = (subject, text) =>
    tools.notices.send({ severity: 'alert', subject: `[${home.environment}] ${subject}`, text })

  const { found, running, lacks } = await step(['3.1/A', '3.1/B'], 'Commencer la sauvegarde de la nuit', ({ tell }) =>
    begin(request, tell),
  )
  // 3.1/C to 3.1/F
  await findRoom(step, { target, tools, running, former: found, alert, makeRoom: request.makeRoom })
  // Making room may have removed some of them.
  const former = await listBackups(home)
  const { backup, warnings, tookMs, proof } = await whileImagesAreHeld(home, tools, async keepImages => {
    // 3.1/G to 3.1/AC
    const made = await makeBackup(step, { target, tools, running, lacks, former, alert, keepImages })
    const unsaved = await saveCluster(step, request)
    // 3.1/AC to 3.1/AJ
    const sent = await sendBackup(step, made.backup, { target, tools, stores, delivery, former, alert, pausesMs })
    const proof = await proveBooks(step, { target, tools, running })
    const failures = failuresOf(sent, unsaved, proof)
    if (failures.length)
      throw new Failure('incomplete', failures.join('\n'), {
        hint: `Suivez docs/runbooks/backups-missing.md, puis : tiptop backup nightly ${home.environment}`,
      })
    return { ...made, backup: sent.backup, proof }
  })
  // 3.1/AK, 3.1/AL
  const cleaned = await request.clean(step)
  const took = { ...tookMs, total: Math.round(performance.now() - began) }
  const report = reportOf({ backup, former, warnings, cleaned, tookMs: took, proof })
  await step('3.1/AM', 'Rédiger le rapport', async ({ tell }) => tell(await leaveReport(report, backup, tools)))
  await step(['3.1/AN', '3.1/AO'], 'Annoncer la réussite', async ({ tell }) => {
    const { unsent } = await deliver(tools.notices, successNotice(report))
    if (unsent.length) tell(unsent.join(' ; '))
  })
  return backup
}

/**
 * Removes what a killed run left, and looks at the backups that are there. When the files of the state do not say what
 * serves, the night goes on without its images: `lacks` says why.
 * @throws an Error if the newest backup is from the future
 */
async function begin({ target: { home }, tools }: NightlyBackupRequest, tell: (said: string) => void) {
  await tools.files.makeFolder(home.backups.daily, 0o700)
  const halves = await discardHalves(home, tools.files)
  await removeScratch(home, tools)
  const found = await listBackups(home)
  const [newest] = found
  // Among backups that a wrong clock dated, no rule can tell the old from the new.
  if (newest && newest.startedAt.slice(0, 10) > dateText(tools.now()))
    throw new Failure('check-failed', `La sauvegarde ${newest.name} est datée du futur.`, {
      hint: "Vérifiez l'horloge de ce serveur, ou supprimez-la à la main.",
    })
  const serving = await orDamage(runningRelease(home))
  const [running, damage] = serving instanceof DamagedFile ? [null, serving] : [serving, null]
  tell(
    [
      newest ? `la dernière est ${newest.name}` : 'la première de ce serveur',
      ...halves.map(name => `${name} avait été interrompue, ses restes sont retirés`),
      ...(damage ? [damage.message] : []),
    ].join(' ; '),
  )
  return { found, running, lacks: damage ? [withoutImages(damage)] : [] }
}

const withoutImages = (damage: DamagedFile): BackupLack => ({
  part: 'image',
  why: 'failed',
  said: `Les images ne sont pas sauvegardées, car rien ne dit ce qui sert. ${sentenceOf(damage)}`,
})

/** A failure here ends the night red, once the backup is sent. @returns that failure; null if there is none */
async function saveCluster(step: Step, request: NightlyBackupRequest): Promise<Error | null> {
  return request.saveCluster
    ? request.saveCluster(step).then(
        () => null,
        (error: Error) => error,
      )
    : null
}

function failuresOf({ backup, missed }: SentBackup, unsaved: Error | null, proof: NightProof): string[] {
  const cluster = unsaved ? [unsaved.message] : []
  return [...whyMissed(backup, missed), ...whatFailed(backup), ...cluster, ...whatDiffers(backup, proof)]
}

function whyMissed({ name }: Backup, missed: readonly MissedStore[]): string[] {
  const lines = missed.map(({ store, why }) => `  ${store} : ${why}`)
  const away = `La sauvegarde ${name} est entière sur ce serveur, et n'est pas arrivée partout :\n${lines.join('\n')}`
  return missed.length ? [away] : []
}

/** Nothing old goes that night: it may be what shows when the books were changed. */
function whatDiffers({ name }: Backup, { faults }: NightProof): string[] {
  const lines = faults.map(fault => `  ${fault}`)
  const changed = `LES LIVRES NE SONT PAS CE QU’ILS ÉTAIENT (la sauvegarde ${name} les garde tels quels) :\n${lines.join('\n')}`
  return faults.length ? [`${changed}\nQue faire : docs/runbooks/proofs-differ.md`] : []
}

function whatFailed({ name, without = [] }: Backup): string[] {
  const lines = without.flatMap(({ why, said }) => (why === 'failed' ? [`  ${said}`] : []))
  return lines.length ? [`La sauvegarde ${name} est faite sans :\n${lines.join('\n')}`] : []
}

import { openArchive, runAlone } from '../archive/physical/open-archive.ts'
import {
  type ArchiveRepository,
  type BaseBackup,
  numberOf,
  readRepository,
  repositoriesOf,
  titleOf,
} from '../archive/physical/repository.ts'
import { damagedWords, knownOf, note, readBack as readBackup, verifyRepository } from '../archive/physical/verify.ts'
import { withReader } from '../archive/physical/wal/open-reader.ts'
import { readSample } from '../archive/physical/wal/sample.ts'
import { listWal } from '../archive/physical/wal/segments.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Step, StepAction, StepContext, StepNodes } from '../procedure/procedure.ts'
import { DAY_MS, durationWords } from '../time/duration.ts'
import { inBytes } from '../tools/free-space.ts'
import { pgbackrest } from '../tools/pgbackrest.ts'
import type { Tools } from '../tools/tools.ts'

export type BaseBackupType = 'full' | 'incr'
type BaseBackupTools = Pick<Tools, 'shell' | 'files' | 'now'>
type BaseBackupRequest = {
  target: Target
  tools: BaseBackupTools
  /** chosen by the age of the last full one if not given */
  type?: BaseBackupType
  /** the node that it stands for, if it is not that of a night */
  node?: StepNodes
  /** `newest`: reads back what this backup brings alone; what was damaged before it is the next night's to report */
  reads?: 'everything' | 'newest'
}

/** A full one is made if none is younger: coming back from the last one takes the WAL of a week. */
const FULL_EVERY_DAYS = 7

/**
 * Copies the running cluster to every repository, removes what is too old there, and reads back what is left. A
 * repository that is away does not keep the others from their copies. Runs under the lock of the environment.
 * @throws a Failure with what failed where, once every repository was tried
 */
export async function backUpBase(
  step: Step,
  { target, tools, type, node = '3.1/O', reads = 'everything' }: BaseBackupRequest,
): Promise<void> {
  const faults: string[] = []
  const attempt = <T>(title: string, act: StepAction<T>): Promise<T | null> =>
    step(node, title, act).catch((error: Error) => {
      faults.push(error.message)
      return null
    })
  const away = await attempt('Ouvrir l’archive de la base', at => openArchive(target, tools, at))
  for (const repository of away ? repositoriesOf(target) : []) {
    const [where, fault] = [titleOf(repository, target), away?.[repository]]
    const made = await attempt(`Copier la base entière dans ${where}`, async at => {
      if (fault)
        throw new Failure('not-ready', fault, {
          hint: 'docs/runbooks/backups-missing.md dit quoi faire de cette archive.',
        })
      await copyTo(repository, { target, tools, ...(type && { type }) }, at)
      return true
    })
    const read = reads === 'newest' ? readNewest : readBack
    if (made) await attempt(`Relire ${where}`, at => read(repository, { target, tools }, at))
  }
  if (faults.length)
    throw new Failure('incomplete', `La sauvegarde de base n’est pas entière :\n${faults.join('\n')}`, {
      hint: `Suivez docs/runbooks/backups-missing.md, puis : tiptop backup base ${target.home.environment}`,
    })
}

async function copyTo(
  repository: ArchiveRepository,
  { target, tools, type }: BaseBackupRequest,
  { tell, signal }: StepContext,
): Promise<void> {
  const { shell, now } = tools
  const { backups } = await readRepository(target, repository, tools)
  const chosen = type ?? typeFor(backups, now())
  const number = `--repo=${numberOf(repository)}`
  const words = [number, `--type=${chosen}`, '--no-expire-auto']
  const began = performance.now()
  await runAlone('backup', target, tools, signal, words).catch((error: Error) => {
    throw /AccessDenied|Forbidden/.test(error.message) ? mayNot(repository, target) : error
  })
  const took = durationWords(performance.now() - began)
  const newest = (await readRepository(target, repository, tools)).backups.at(-1)
  const size = newest ? `${newest.label}, ${inBytes(newest.bytes)}` : chosen
  // Where this key may not remove, what is too old stays until the bucket's own rules remove it.
  const left = await shell
    .run(pgbackrest(target.home.database, number, '--log-level-console=error', 'expire'), { signal })
    .then(
      () => '',
      () => ' ; ce qui est trop ancien n’a pas pu être retiré',
    )
  signal.throwIfAborted()
  tell(`${chosen === 'full' ? 'complète' : 'depuis la précédente'} : ${size} en ${took}${left}`)
}

const newOne = ({ home }: Target) => `tiptop backup base ${home.environment} --type full en commence une nouvelle.`

const mayNot = (repository: ArchiveRepository, target: Target) =>
  new Failure(
    'refused',
    `${titleOf(repository, target)} refuse à cette clé (secrets/s3-key) ce qu’il faut ici : lire, écrire et supprimer sous physical/.`,
    { hint: 'Donnez ces droits à la clé chez le fournisseur, ou remplacez-la.' },
  )

/** Returns `full` if no full backup is younger than a week. */
export function typeFor(backups: readonly Pick<BaseBackup, 'type' | 'at'>[], now: Date): BaseBackupType {
  const full = backups.findLast(backup => backup.type === 'full')
  return full && now.getTime() - full.at.getTime() < FULL_EVERY_DAYS * DAY_MS ? 'incr' : 'full'
}

/** Reads the WAL that has arrived since the base backup before the newest one. @returns what is damaged, in French */
async function readNewWal(
  repository: ArchiveRepository,
  { target, tools }: BaseBackupRequest,
  signal: AbortSignal,
): Promise<string[]> {
  const { backups } = await readRepository(target, repository, tools)
  const { archiveId, wal } = backups.at(-2) ?? (backups.at(-1) as BaseBackup)
  const { segments } = await listWal(target, repository, archiveId, tools)
  const since = segments.filter(({ name }) => name >= wal.start)
  const damaged = await withReader(target, tools, signal, reader => readSample(reader, repository, since))
  const faults = damaged.map(damagedWords)
  if (faults.length) await note(target.home, repository, { at: tools.now().toISOString(), faults }, tools)
  return faults
}

/** Reads the newest base backup and the WAL since it began. Remembers nothing: what was known before stays known. */
async function readNewest(
  repository: ArchiveRepository,
  { target, tools }: BaseBackupRequest,
  { tell, signal }: StepContext,
): Promise<void> {
  const { label, archiveId, wal } = (await readRepository(target, repository, tools)).backups.at(-1) as BaseBackup
  const { segments } = await listWal(target, repository, archiveId, tools)
  const since = segments.filter(({ name }) => name >= wal.start)
  const faults = await withReader(target, tools, signal, async reader => [
    ...(await readBackup(reader, repository, label)),
    ...(await readSample(reader, repository, since)).map(damagedWords),
  ])
  if (faults.length)
    throw new Failure('damaged', `${titleOf(repository, target)} : ${faults.join(', ')}.`, { hint: newOne(target) })
  tell(`${label} et son WAL sont entiers`)
}

/**
 * Reads everything here. Far away, where reading costs money, reads what tonight's backup needs and the WAL of the last night; all of
 * it after a full one, and while something there is known to be damaged.
 */
async function readBack(
  repository: ArchiveRepository,
  { target, tools }: BaseBackupRequest,
  { tell, signal }: StepContext,
): Promise<void> {
  const newest = (await readRepository(target, repository, tools)).backups.at(-1)
  const known = (await knownOf(target.home))[repository]?.faults ?? []
  const isEnough = repository === 's3' && newest && newest.type !== 'full' && !known.length
  const only = isEnough ? { label: newest.label } : {}
  const faults = await verifyRepository({ target, repository, ...only }, tools, signal)
  if (isEnough) faults.push(...(await readNewWal(repository, { target, tools }, signal)))
  if (faults.length)
    throw new Failure('damaged', `${titleOf(repository, target)} : ${faults.join(', ')}.`, { hint: newOne(target) })
  tell('tout y est bon')
}

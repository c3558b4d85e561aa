import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { durationWords } from '../time/duration.ts'
import type { Fingerprint } from '../tools/files.ts'
import { inBytes } from '../tools/free-space.ts'
import type { Tools } from '../tools/tools.ts'
import { proveCopy } from './database/prove.ts'
import { scratchServer } from './database/scratch.ts'
import type { BackupManifest, BackupPiece, SealedPiece } from './manifest.ts'
import { unseal } from './stores/seal.ts'
import { arrivalFault } from './stores/send-piece.ts'
import type { Store } from './stores/store.ts'

type CopyVerification = {
  store: Store
  manifest: BackupManifest
  /** private keys, one of which opens it; none when it is only read back */
  identities: readonly string[]
  target: Target
  tools: Pick<Tools, 'shell' | 'files'>
}

/**
 * Reads a backup of a destination from its first to its last byte, and compares with what was sent. With a private key it
 * is opened too, and its database restored and compared table by table.
 * @throws a Failure that names everything that is not as it was
 */
export async function verifyCopy(step: Step, job: CopyVerification): Promise<void> {
  const { store, manifest, identities } = job
  await step(['3.1/AG', '3.1/AH'], `Relire ${manifest.name} chez ${store.name}`, async ({ tell, signal }) => {
    const faults: string[] = []
    for (const piece of manifest.pieces) faults.push(...(await faultOf(piece, job, signal)))
    if (faults.length)
      throw new Failure('damaged', faults.join('\n'), {
        hint: `Une autre sauvegarde sert à sa place ; tiptop backup nightly ${manifest.environment} en fait une neuve.`,
      })
    const bytes = Object.values(sealedOf(job)).reduce((sum, sealed) => sum + sealed.bytes, 0)
    tell(`${manifest.pieces.length} fichiers, ${inBytes(bytes)}, tels qu’ils furent envoyés`)
  })
  if (!identities.length) return
  await step(['3.1/L', '3.1/M'], `Ouvrir ${manifest.name} et restaurer sa base`, async ({ tell, signal }) => {
    for (const piece of manifest.pieces) if (piece.kind !== 'database') await expectOpens(piece, job, signal)
    for (const piece of manifest.pieces)
      if (piece.kind === 'database')
        tell(`base restaurée en ${await restored(piece, job, signal)}, chaque table comparée`)
  })
}

const sealedOf = ({ manifest, store }: CopyVerification): Record<string, SealedPiece> =>
  manifest.copies[store.name]?.sealed ?? {}

async function faultOf({ name }: BackupPiece, job: CopyVerification, signal: AbortSignal): Promise<string[]> {
  const sealed = sealedOf(job)[name]
  if (!sealed) return [`Le manifeste ne dit pas où est ${name} chez ${job.store.name}.`]
  const fault = await arrivalFault(job.store, sealed, signal).catch((error: Error) => {
    signal.throwIfAborted()
    return error.message
  })
  return fault ? [fault] : []
}

async function opened({ name }: BackupPiece, job: CopyVerification, signal: AbortSignal) {
  return unseal(await job.store.get(sealedOf(job)[name]?.key ?? '', signal), job.identities)
}

/** Nothing of it is written to the disk. */
async function expectOpens(piece: BackupPiece, job: CopyVerification, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(await opened(piece, job, signal), hash, { signal })
  expectSame(piece, hash.digest('hex'))
}

/** The database is on the disk, readable by this server alone, for as long as it is restored. */
async function restored(piece: BackupPiece, job: CopyVerification, signal: AbortSignal): Promise<string> {
  const { target, tools, manifest } = job
  const folder = join(target.home.backups.daily, '.verification')
  await tools.files.remove(folder)
  await tools.files.makeFolder(folder, 0o700)
  const server = scratchServer({ home: target.home, folder }, tools)
  try {
    server.start(signal)
    const file = join(folder, 'database.dump')
    const from = await opened(piece, job, signal)
    const got: Fingerprint = await tools.files.receive(file, into => pipeline(from, into, { signal }), 0o600)
    expectSame(piece, got.sha256)
    const { snapshotAt, tables } = manifest.database
    const proof = await proveCopy(target, { dump: { file, ...got }, snapshotAt, tables }, server, tools, signal)
    if (!proof.good)
      throw new Failure('damaged', `${piece.name} de ${manifest.name} est mauvaise : ${proof.why}.`, {
        hint: OTHER_COPY,
      })
    return durationWords(proof.restoreMs)
  } finally {
    await server.remove().finally(() => tools.files.remove(folder))
  }
}

const OTHER_COPY = 'Une autre destination en a peut-être une bonne copie : --from la choisit.'

function expectSame({ name, sha256 }: BackupPiece, found: string): void {
  if (found !== sha256)
    throw new Failure('damaged', `${name}, une fois ouvert, n’est pas le fichier qui fut sauvegardé.`, {
      hint: OTHER_COPY,
    })
}

import { join } from 'node:path'
import { copyDatabase, type DatabaseCopy } from '../archive/database/copy.ts'
import { type CopyProof, proveCopy } from '../archive/database/prove.ts'
import { scratchServer } from '../archive/database/scratch.ts'
import { sizeOf } from '../archive/database/sums.ts'
import { type BackupManifest, type BackupPiece, DUMP } from '../archive/manifest.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { appliedMigrations } from '../release/migrations.ts'
import { durationWords } from '../time/duration.ts'
import { inBytes } from '../tools/free-space.ts'
import { readRows } from '../tools/postgres.ts'
import type { BackupDraft, SendAlert } from './making.ts'

const TRIES = 3

/** The database of a backup: its piece, its part of the manifest, and the roles that the dump names. */
type SavedDatabase = { piece: BackupPiece; database: BackupManifest['database']; roles: string }

/**
 * Copies the database and proves the copy by restoring it: 3.1/H to 3.1/O. If the copy is damaged, alerts the people on
 * call and makes another.
 * @throws a Failure if no copy came out good
 */
export async function saveDatabase(step: Step, draft: BackupDraft, alert: SendAlert): Promise<SavedDatabase> {
  const schema = await step('3.1/H', 'Joindre la base', ({ tell }) => reach(draft, tell), {
    retry: { times: 3, everyMs: 5_000 },
  })
  for (let attempt = 1; ; attempt++) {
    const again = attempt > 1 ? ` (essai ${attempt} sur ${TRIES})` : ''
    const { copy, proof } = await copyAndProve(step, draft, again)
    if (proof.good)
      return step('3.1/O', 'Noter la base sauvegardée', ({ tell }) => {
        tell(`sha256 ${copy.dump.sha256.slice(0, 12)}…`)
        return noted({ copy, proof, schema }, draft.tools.now())
      })
    if (attempt === TRIES)
      throw new Failure('damaged', `Aucune des ${TRIES} copies de la base n'est bonne. La dernière : ${proof.why}.`, {
        hint: `tiptop diagnose ${draft.target.home.environment} dit si la base elle-même est abîmée.`,
      })
    await step('3.1/N', 'Alerter, puis réessayer', async ({ tell }) => {
      const unsent = await alert(
        'la copie de la base est abîmée, elle est refaite',
        `La copie est mauvaise : ${proof.why}.`,
      )
      if (unsent.length) tell(unsent.join(' ; '))
    })
  }
}

/** @returns the last migration of the database; null if it has none */
async function reach({ target, tools }: BackupDraft, tell: (said: string) => void): Promise<string | null> {
  const { database } = target.home
  const [row] = await readRows(tools.shell, database, "select pg_size_pretty(pg_database_size('tiptop'))")
  const schema = (await appliedMigrations(database, tools)).at(-1) ?? null
  tell(`${row?.[0]}, schéma ${schema ?? 'vide'}`)
  return schema
}

/** The server of the proof starts while the database is copied. */
async function copyAndProve(step: Step, { target, tools, folder }: BackupDraft, again: string) {
  const server = scratchServer({ home: target.home, folder }, tools)
  try {
    const copy = await step(['3.1/I', '3.1/J', '3.1/K'], `Copier la base${again}`, async ({ tell, signal }) => {
      server.start(signal)
      const made = await copyDatabase(target, join(folder, DUMP), tools, signal)
      tell(`${inBytes(made.dump.bytes)}, ${sizeOf(made.tables)}`)
      return made
    })
    const proof = await step(['3.1/L', '3.1/M'], 'Relire la copie en la restaurant', async ({ tell, signal }) => {
      const found = await proveCopy(target, copy, server, tools, signal)
      tell(found.good ? `bonne, restaurée en ${durationWords(found.restoreMs)}` : `mauvaise : ${found.why}`)
      return found
    })
    return { copy, proof }
  } finally {
    await server.remove()
  }
}

type GoodCopy = { copy: DatabaseCopy; proof: Extract<CopyProof, { good: true }>; schema: string | null }

function noted({ copy, proof, schema }: GoodCopy, now: Date): SavedDatabase {
  const { dump, snapshotAt, tables } = copy
  const { restoreMs, roles } = proof
  return {
    piece: { name: DUMP, kind: 'database', bytes: dump.bytes, sha256: dump.sha256 },
    database: { schema, snapshotAt, tables, proof: { provenAt: now.toISOString(), by: 'restore', restoreMs } },
    roles,
  }
}

import { join } from 'node:path'
import { copyDatabase, type DatabaseCopy } from '../archive/database/copy.ts'
import { type CopyProof, proveCopy } from '../archive/database/prove.ts'
import { scratchServer } from '../archive/database/scratch.ts'
import { sizeOf } from '../archive/database/sums.ts'
import { type BackupManifest, type BackupPiece, DUMP } from '../archive/manifest.ts'
import type { Step } from '../procedure/procedure.ts'
import { appliedMigrations } from '../release/migrations.ts'
import { durationWords } from '../time/duration.ts'
import { inBytes } from '../tools/free-space.ts'
import { readRows } from '../tools/postgres.ts'
import type { BackupDraft } from './making.ts'

const TRIES = 3

/** The database of a backup: its piece, what the manifest says of it, and the roles that its copy names. */
type SavedDatabase = { piece: BackupPiece; database: BackupManifest['database']; roles: string }

/**
 * Copies the database and proves the copy by restoring it. A damaged copy is told to the people on call and made anew.
 * @param alert tells them
 * @throws an Error in French when no copy came out good
 */
export async function saveDatabase(
  step: Step,
  making: BackupDraft,
  alert: (subject: string, text: string) => Promise<string[]>,
): Promise<SavedDatabase> {
  const { target, tools } = making
  const schema = await step(
    '3.1/H',
    'Joindre la base',
    async ({ tell }) => {
      const [row] = await readRows(
        tools.shell,
        target.home.database,
        "select pg_size_pretty(pg_database_size('tiptop'))",
      )
      const found = (await appliedMigrations(target, tools)).at(-1) ?? null
      tell(`${row?.[0]}, schéma ${found ?? 'vide'}`)
      return found
    },
    { retry: { times: 3, everyMs: 5_000 } },
  )
  for (let attempt = 1; ; attempt++) {
    const again = attempt > 1 ? ` (essai ${attempt} sur ${TRIES})` : ''
    const { copy, proof } = await copyAndProve(step, making, again)
    if (proof.good) return noted(step, { copy, proof, schema }, tools.now())
    if (attempt === TRIES)
      throw new Error(`Aucune des ${TRIES} copies de la base n'est bonne. La dernière : ${proof.why}.`)
    await step('3.1/N', 'Alerter, puis réessayer', async ({ tell }) => {
      const unsent = await alert(
        'la copie de la base est abîmée, elle est refaite',
        `La copie est mauvaise : ${proof.why}.`,
      )
      if (unsent.length) tell(unsent.join(' ; '))
    })
  }
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

async function noted(step: Step, { copy, proof, schema }: GoodCopy, now: Date): Promise<SavedDatabase> {
  return step('3.1/O', 'Noter la base sauvegardée', ({ tell }) => {
    const { sha256, bytes } = copy.dump
    tell(`sha256 ${sha256.slice(0, 12)}…`)
    return {
      piece: { name: DUMP, kind: 'database', bytes, sha256 },
      database: {
        schema,
        snapshotAt: copy.snapshotAt,
        tables: copy.tables,
        proof: { provenAt: now.toISOString(), by: 'restore', restoreMs: proof.restoreMs },
      },
      roles: proof.roles,
    }
  })
}

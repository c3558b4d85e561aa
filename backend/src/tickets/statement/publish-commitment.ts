import { writeFile } from 'node:fs/promises'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import { commitmentOf } from '../../contest/contest.ts'
import { listPrizes } from '../../contest/prize.ts'
import type { Db } from '../../database/database.ts'
import { refuseExisting } from '../generation/files/draft-file.ts'
import { findContestRow } from '../generation/queries.ts'
import { type CommittedFacts, writeCommitmentStatement } from './commitment-statement.ts'
import { askTimestamp } from './timestamp.ts'

type Tools = { db: Db; timestampUrl: string | null }
type PublicationRequest = { contest: string; pdf: string | undefined }

/** The files that were written; `timestamp` is null if no authority is set. */
export type PublishedCommitment = { facts: CommittedFacts; pdf: string | null; timestamp: string | null }

/**
 * Writes the commitment of a contest as a page to deposit and, if a time-stamping authority is set, its stamp of the root
 * beside it (`NAME.tsr` beside `NAME.pdf`). Without `pdf` it writes nothing. The authority is asked first: if it fails,
 * no file is left.
 * @throws CommandRefusal if the contest has no commitment, a file exists, or the authority does not stamp
 */
export async function publishCommitment(
  { db, timestampUrl }: Tools,
  { contest, pdf }: PublicationRequest,
): Promise<PublishedCommitment> {
  const facts = { ...(await factsOf(db, contest)), timestampUrl: pdf === undefined ? null : timestampUrl }
  if (pdf === undefined) return { facts, pdf: null, timestamp: null }
  await refuseExisting(pdf)
  const timestamp = timestampUrl ? `${pdf.replace(/\.pdf$/i, '')}.tsr` : null
  if (timestampUrl && timestamp) {
    const token = await askTimestamp(timestampUrl, Buffer.from(facts.commitment.root, 'hex'))
    await writeNew(timestamp, token)
  }
  await writeNew(pdf, await writeCommitmentStatement(facts))
  return { facts, pdf, timestamp }
}

async function factsOf(db: Db, slug: string): Promise<CommittedFacts> {
  const row = await findContestRow(db, slug)
  const prizes = row ? await listPrizes(db, row.id) : []
  const commitment = row && commitmentOf(row, prizes)
  if (!row || !commitment)
    throw new CommandRefusal(`Le concours « ${slug} » n’a pas d’engagement : ses tickets ne sont pas générés ainsi.`)
  return {
    contest: row.name,
    opensAt: row.opens_at,
    generatedAt: row.generated_at ?? row.opens_at,
    commitment,
    prizeNames: new Map(prizes.map(({ slug, name_fr }) => [slug, name_fr])),
    printFileDigest: row.print_file_sha256?.toString('hex') ?? '',
    timestampUrl: null,
  }
}

async function writeNew(file: string, content: Buffer): Promise<void> {
  await writeFile(file, content, { flag: 'wx' }).catch(error => {
    throw new CommandRefusal(
      error.code === 'EEXIST' ? `${file} existe déjà.` : `${file} ne peut pas être écrit : ${error.message}`,
    )
  })
}

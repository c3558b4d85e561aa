import { createHash } from 'node:crypto'
import { recordEvent } from '../../audit/record-event.ts'
import type { Config } from '../../config.ts'
import type { ContestDefinition } from '../../contest/definition.ts'
import type { Connection } from '../../database/connection.ts'
import type { Db } from '../../database/database.ts'
import { drawAllotment } from '../allotment/allotment.ts'
import type { DrawBatch, TicketBatch } from './draw-tickets.ts'
import { loadBatch } from './load-batch.ts'
import { findEarlier, type Generation, prepareContest } from './prepare-generation.ts'
import { draftPrintFile, type PrintFileDraft, publishPrintFile } from './print-file.ts'
import { insertSlice, nextTicketId, recordAllotment, whileAlone } from './queries.ts'

type GenerationTools = { connection: Connection; config: Pick<Config, 'tickets'>; draw: DrawBatch; now(): Date }

type GenerationRequest = {
  contest: ContestDefinition
  /** as many as the definition says, unless given */
  count?: number | undefined
  printFile: string
  onProgress?: (done: number, total: number) => void
}

/** How many tickets are drawn, loaded and printed together. Ten million take little more memory than one batch. */
const BATCH = 20_000
/** How many batches are being drawn while one is being loaded. */
const AHEAD = 2

/**
 * Makes all tickets of a contest at once: draws which prize each wins, draws its code, stores the hash, writes the code
 * to the print file, and records the digest of it all. The contest is created when it is not there yet. Everything
 * happens or nothing does. If an earlier run was interrupted between the commit and its last step, naming the print
 * file, this run takes that step.
 *
 * @throws CommandRefusal if the contest has its tickets, has opened, or is being given them by another run
 */
export async function generateTickets(tools: GenerationTools, order: GenerationRequest): Promise<Generation> {
  const { connection, config } = tools
  const { contest, printFile } = order
  return whileAlone(connection, async () => {
    const generation = await connection.db.transaction().execute(async db => {
      const earlier = await findEarlier(db, { slug: contest.slug, printFile, pepper: config.tickets.pepper })
      return earlier ?? (await generate(db, tools, order))
    })
    await publishPrintFile(printFile)
    return generation
  })
}

/** Leaves a sealed draft behind, or none. */
async function generate(db: Db, tools: GenerationTools, order: GenerationRequest): Promise<Generation> {
  const { contest: definition, count = definition.tickets, printFile } = order
  const at = tools.now()
  const { contestId, quotas, opensAt, prizeIds } = await prepareContest(db, { definition, count, at })
  const draft = await draftPrintFile(printFile)
  try {
    const firstId = await nextTicketId(db)
    const digest = await fillTable(db, tools, { ...order, contestId, quotas, prizeIds, firstId, draft })
    await recordAllotment(db, { contestId, count, digest, at })
    const generation = { firstId, count, digest: digest.toString('hex') }
    const details = { contest: definition.slug, ...generation, quotas }
    await recordEvent(db, { kind: 'tickets-generated', at, details })
    await draft.seal()
    return { ...generation, opensAt }
  } catch (error) {
    await draft.discard()
    throw error
  }
}

type AllotmentToStore = Pick<GenerationRequest, 'onProgress'> & {
  contestId: number
  quotas: number[]
  prizeIds: number[]
  firstId: number
  draft: PrintFileDraft
}

/** @returns the digest of the allotment */
async function fillTable(db: Db, { connection, draw }: GenerationTools, job: AllotmentToStore): Promise<Buffer> {
  const { contestId, firstId, prizeIds, draft, onProgress = () => {} } = job
  const positions = drawAllotment(job.quotas)
  const digest = createHash('sha256')
  for (const { batch, drawn } of drawAhead(draw, batchesOf(positions, firstId, prizeIds))) {
    const { entries, lines } = await loadBatch(connection.client, draw, batch, await drawn)
    await insertSlice(db, contestId, batch.firstId, entries)
    digest.update(entries)
    await draft.append(lines)
    onProgress(batch.firstId + batch.positions.length - firstId, positions.length)
  }
  return digest.digest()
}

function* batchesOf(positions: Uint8Array, firstId: number, prizeIds: number[]): Generator<TicketBatch> {
  for (let start = 0; start < positions.length; start += BATCH)
    yield { firstId: firstId + start, positions: positions.slice(start, start + BATCH), prizeIds }
}

/** Each batch in turn, while those after it are being drawn. */
function* drawAhead(draw: DrawBatch, batches: Iterable<TicketBatch>) {
  const begun: { batch: TicketBatch; drawn: ReturnType<DrawBatch> }[] = []
  for (const batch of batches) {
    const drawn = draw(batch)
    // A failure reaches the code that awaits the batch; if none does, it must not end the process.
    drawn.catch(() => {})
    const next = begun.push({ batch, drawn }) > AHEAD && begun.shift()
    if (next) yield next
  }
  yield* begun
}

import { TICKET_CODE_LENGTH } from '@tiptop/contract/ticket-code.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { Config } from '../../config.ts'
import type { ContestDefinition } from '../../contest/definition.ts'
import type { Connection } from '../../database/connection.ts'
import type { Db } from '../../database/database.ts'
import { openAllotment } from '../allotment/allotment.ts'
import { ENTRY_BYTES, SLICE_LEAVES } from '../commitment/entry.ts'
import { ENVELOPE_HEADER, envelopeLines } from '../commitment/envelope.ts'
import { HASH_BYTES, openTree, rootOf } from '../commitment/merkle-tree.ts'
import { insertLeaves, insertSliceRoots } from '../commitment/queries.ts'
import { CANARY_POSITION } from '../ticket/opening.ts'
import type { DrawBatch, TicketBatch } from './draw-tickets.ts'
import { type DraftFile, draftFile, publishFile } from './files/draft-file.ts'
import { writePrintFile } from './files/print-file.ts'
import { openShuffle } from './files/shuffle-codes.ts'
import { loadBatch } from './load-batch.ts'
import { findEarlier, type Generation, prepareContest } from './prepare-generation.ts'
import { nextTicketId, recordCommitment, whileAlone } from './queries.ts'

type GenerationTools = { connection: Connection; config: Pick<Config, 'tickets'>; draw: DrawBatch; now(): Date }

type GenerationRequest = {
  contest: ContestDefinition
  /** as many as the definition says, unless given */
  count?: number | undefined
  /** how many codes are drawn that no receipt gets, see tickets/ticket/opening.ts; none unless given */
  canaries?: number | undefined
  /** where the codes go, sealed for `config.tickets.printRecipients`, in clear text without any */
  printFile: string
  /** where all openings go, sealed for `config.tickets.bailiffRecipients` */
  envelope?: string | undefined
  onProgress?: (done: number, total: number) => void
}

/** How many tickets are drawn and loaded together: whole slices of leaves, see {@link SLICE_LEAVES}. */
const BATCH = 20 * SLICE_LEAVES
/** How many batches are being drawn while one is being loaded. */
const AHEAD = 2

/**
 * Makes all tickets of a contest at once: draws which prize each wins, draws its code, stores its hash and the masked
 * prize, commits to it all by the root of a Merkle tree, and writes the codes to the print file and the openings to the
 * envelope. The contest is created when it is not there yet. Everything happens or nothing does. If an earlier run was
 * interrupted between the commit and its last step, naming its files, this run takes that step. Memory holds a few
 * batches, however many tickets there are.
 *
 * @throws CommandRefusal if the contest has its tickets, has opened, or is being given them by another run
 */
export async function generateTickets(tools: GenerationTools, order: GenerationRequest): Promise<Generation> {
  const { connection } = tools
  const { contest, printFile, envelope } = order
  return whileAlone(connection, async () => {
    const generation = await connection.db.transaction().execute(async db => {
      const earlier = await findEarlier(db, { slug: contest.slug, printFile, envelope })
      return earlier ?? (await generate(db, tools, order))
    })
    // The print file last: as long as its draft is there, the step is not complete.
    if (envelope) await publishFile(envelope)
    await publishFile(printFile)
    return generation
  })
}

/** Leaves complete drafts behind, or none. */
async function generate(db: Db, tools: GenerationTools, order: GenerationRequest): Promise<Generation> {
  const { contest: definition, count = definition.tickets, canaries = 0 } = order
  const at = tools.now()
  const { contestId, quotas, opensAt } = await prepareContest(db, { definition, count, at })
  const { printRecipients, bailiffRecipients } = tools.config.tickets
  const print = await draftFile(order.printFile, printRecipients)
  const envelope = order.envelope === undefined ? undefined : await draftFile(order.envelope, bailiffRecipients)
  const shuffle = openShuffle(`${order.printFile}.spill`)
  try {
    const firstId = await nextTicketId(db)
    const allotment = { contestId, quotas, canaries, firstId, envelope, toPrint: shuffle.add }
    const root = await fillTable(db, tools, { ...order, ...allotment })
    await writePrintFile(print, shuffle.read())
    const printFileSha256 = await print.seal()
    await envelope?.seal()
    await recordCommitment(db, { contestId, firstId, count, canaries, root, printFileSha256, at })
    const generation = { firstId, count, root: root.toString('hex') }
    await recordEvent(db, {
      kind: 'tickets-generated',
      at,
      details: { contest: definition.slug, ...generation, quotas, canaries },
    })
    return { ...generation, opensAt }
  } catch (error) {
    await Promise.all([print.discard(), envelope?.discard()])
    throw error
  } finally {
    await shuffle.close()
  }
}

type AllotmentToStore = Pick<GenerationRequest, 'onProgress'> & {
  contestId: number
  quotas: number[]
  canaries: number
  firstId: number
  envelope: DraftFile | undefined
  /** takes the codes that receipts get, 10 ASCII bytes each */
  toPrint(codes: Uint8Array): Promise<void>
}

/** @returns the root of the commitment */
async function fillTable(db: Db, { connection, draw }: GenerationTools, job: AllotmentToStore): Promise<Buffer> {
  const { contestId, firstId, envelope, toPrint, onProgress = () => {} } = job
  const total = job.quotas.reduce((sum, quota) => sum + quota, job.canaries)
  const tree = openTree()
  const sliceRoots: Buffer[] = []
  await envelope?.append(Buffer.from(ENVELOPE_HEADER))
  for (const { batch, drawn } of drawAhead(draw, batchesOf(job))) {
    const { leaves, entries } = await loadBatch(connection.client, draw, batch, await drawn)
    const firstLeaf = batch.firstId - firstId
    const slices = slicesOf(leaves)
    await insertLeaves(db, { contestId, firstLeaf, slices })
    for (const slice of slices) {
      const sliceRoot = rootOf(leavesOf(slice))
      tree.append(sliceRoot)
      sliceRoots.push(sliceRoot)
    }
    await toPrint(printedCodes(entries))
    await envelope?.append(envelopeLines(entries, firstLeaf))
    onProgress(firstLeaf + batch.positions.length, total)
  }
  await insertSliceRoots(db, contestId, sliceRoots)
  return tree.root()
}

function slicesOf(leaves: Uint8Array): Buffer[] {
  const slices: Buffer[] = []
  for (let start = 0; start < leaves.length; start += SLICE_LEAVES * HASH_BYTES)
    slices.push(Buffer.from(leaves.subarray(start, start + SLICE_LEAVES * HASH_BYTES)))
  return slices
}

function* leavesOf(slice: Buffer): Generator<Buffer> {
  for (let start = 0; start < slice.length; start += HASH_BYTES) yield slice.subarray(start, start + HASH_BYTES)
}

/** The codes of all but the canaries. */
function printedCodes(entries: Uint8Array): Uint8Array {
  const codes = new Uint8Array((entries.length / ENTRY_BYTES) * TICKET_CODE_LENGTH)
  let end = 0
  for (let start = 0; start < entries.length; start += ENTRY_BYTES) {
    if (entries[start + TICKET_CODE_LENGTH] === CANARY_POSITION) continue
    codes.set(entries.subarray(start, start + TICKET_CODE_LENGTH), end)
    end += TICKET_CODE_LENGTH
  }
  return codes.subarray(0, end)
}

/** Canaries are drawn as if they were one more prize. */
function* batchesOf({ contestId, firstId, quotas, canaries }: AllotmentToStore): Generator<TicketBatch> {
  const draw = openAllotment([...quotas, canaries])
  const canary = quotas.length + 1
  for (let id = firstId; ; id += BATCH) {
    const positions = draw(BATCH).map(position => (position === canary ? CANARY_POSITION : position))
    if (positions.length === 0) return
    yield { contestId, firstId: id, positions }
  }
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

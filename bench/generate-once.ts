import { readConfig } from '../backend/src/config.ts'
import { readDefinition, SHIPPED_DEFINITION } from '../backend/src/contest/definition.ts'
import { openConnection } from '../backend/src/database/connection.ts'
import { openDrawThread } from '../backend/src/tickets/generation/draw-thread.ts'
import { generateTickets } from '../backend/src/tickets/generation/generate-tickets.ts'
import { findContestRow } from '../backend/src/tickets/generation/queries.ts'
import { openPaths } from '../backend/src/tickets/proof/read-path.ts'
import { verifyTickets } from '../backend/src/tickets/verify-tickets.ts'

/** Runs one generation in a separate process, to measure its peak memory. Arguments: count, print file. */
const [count, printFile = ''] = process.argv.slice(2)
const config = readConfig(process.env)
const contest = await readDefinition(SHIPPED_DEFINITION)
const connection = await openConnection(config.database)
const begin = performance.now()
const thread = openDrawThread(config.tickets.pepper)
const tools = { connection, config, draw: thread.draw, now: () => new Date() }
await generateTickets(tools, { contest, count: Number(count), printFile })
const seconds = (performance.now() - begin) / 1000
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
await thread.close()

const verifyBegin = performance.now()
const { found } = await verifyTickets(connection, { contest: contest.slug, pepper: config.tickets.pepper })
const verifySeconds = (performance.now() - verifyBegin) / 1000
const proofMs = await firstProof()
await connection.close()
if (!found.holds) throw new Error('The allotment that was just made does not verify.')
console.log(JSON.stringify({ seconds, peakMb, verifySeconds, proofMs }))

/** How long a process takes to read the first path of an inclusion proof, in milliseconds. */
async function firstProof(): Promise<number> {
  const { id: contestId, commitment_root: root } = (await findContestRow(connection.db, contest.slug)) ?? {}
  if (contestId === undefined || !root) throw new Error('The contest that was just generated is not there.')
  const begin = performance.now()
  await openPaths(connection.db)({ contestId, root, index: Math.floor(Number(count) / 2) })
  return performance.now() - begin
}

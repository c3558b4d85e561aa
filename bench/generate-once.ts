import { readConfig } from '../backend/src/config.ts'
import { readDefinition, SHIPPED_DEFINITION } from '../backend/src/contest/definition.ts'
import { openConnection } from '../backend/src/database/connection.ts'
import { openDrawThread } from '../backend/src/tickets/generation/draw-thread.ts'
import { generateTickets } from '../backend/src/tickets/generation/generate-tickets.ts'
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
await connection.close()
if (!found.holds) throw new Error('The allotment that was just made does not verify.')
console.log(JSON.stringify({ seconds, peakMb, verifySeconds }))

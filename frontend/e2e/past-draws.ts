import { join } from 'node:path'
import { buildApp } from '../../backend/src/app.ts'
import { readConfig } from '../../backend/src/config.ts'
import { readDefinition, SHIPPED_DEFINITION } from '../../backend/src/contest/definition.ts'
import { openConnection } from '../../backend/src/database/connection.ts'
import { drawTickets } from '../../backend/src/tickets/generation/draw-tickets.ts'
import { readPrintFile } from '../../backend/src/tickets/generation/files/print-file.ts'
import { generateTickets } from '../../backend/src/tickets/generation/generate-tickets.ts'
import { openTools } from '../../backend/src/tools.ts'
import type { TicketStates } from './ticket-states.ts'

/** Round 1000 of drand's chain quicknet was published three days after the end of the claims. */
const DATES = {
  opens_at: new Date('2023-06-01T08:00:00Z'),
  receipts_until: new Date('2023-07-01T08:00:00Z'),
  plays_until: new Date('2023-08-01T08:00:00Z'),
  claims_until: new Date('2023-08-20T08:00:00Z'),
}
const PLAYED_AT = new Date('2023-06-20T08:00:00Z')

type PastDrawTools = {
  /** the environment of a backend, with the address of the database for its owner, and for the backend */
  env: Record<string, string>
  applicationUrl: string
  folder: string
  states: TicketStates
}
type PastDraw = { players: string[]; at: string; round?: string | undefined }
export type PastDraws = ReturnType<typeof openPastDraws>

/**
 * Contests of the summer of 2023, each with a backend whose clock a journey sets: a draw takes weeks, and rounds of public
 * randomness are known for the past alone. Sessions of the other backends hold there as well.
 */
export function openPastDraws({ env, applicationUrl, folder, states }: PastDrawTools) {
  const clocks = new Map<string, (at: Date) => void>()
  const opened: (() => Promise<unknown>)[] = []
  let contests = 0
  return {
    /**
     * Makes a contest in which each of these players, by their e-mail addresses, has played one ticket.
     * @param past `at`: the time of its backend's clock; `round`: the announced round
     * @returns the address of its backend
     */
    async open({ players, at, round }: PastDraw): Promise<string> {
      const slug = `ete-2023-${++contests}`
      const codes = await makePastContest(env, slug, join(folder, `${slug}.csv`))
      for (const email of players) await states.playBack(codes.pop() ?? '', email, PLAYED_AT)
      let ahead = 0
      const setClock = (to: Date) => {
        ahead = to.getTime() - Date.now()
      }
      setClock(new Date(at))
      const own = { CONTEST: slug, DATABASE_URL: applicationUrl, ...(round && { DRAND_ROUND: round }) }
      const tools = openTools(readConfig({ ...env, ...own }), { now: () => new Date(Date.now() + ahead) })
      const app = await buildApp(tools)
      opened.push(() => app.close())
      // Browsers send the cookies of the site to no other name.
      const url = (await app.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
      clocks.set(url, setClock)
      return url
    },
    /** Sets the clock of the backend at this address. */
    setClock: (url: string, at: string) => clocks.get(url)?.(new Date(at)),
    stop: () => Promise.all(opened.map(close => close())),
  }
}

/** @returns the codes of its tickets */
async function makePastContest(env: Record<string, string>, slug: string, printFile: string): Promise<string[]> {
  const config = readConfig(env)
  const connection = await openConnection(config.database)
  try {
    const contest = { ...(await readDefinition(SHIPPED_DEFINITION)), slug }
    await generateTickets(
      { connection, config, draw: async batch => drawTickets(config.tickets.pepper, batch), now: () => new Date() },
      { contest, count: 50, printFile },
    )
    await connection.db.updateTable('contests').set(DATES).where('slug', '=', slug).execute()
    const codes: string[] = []
    for await (const { code } of readPrintFile(printFile)) codes.push(code)
    return codes
  } finally {
    await connection.close()
  }
}

import { join } from 'node:path'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { Config } from '../config.ts'
import { readDefinition, SHIPPED_DEFINITION } from '../contest/definition.ts'
import type { Connection } from '../database/connection.ts'
import { ensureShops } from '../shops/ensure-shops.ts'
import { openDrawThread } from '../tickets/generation/draw-thread.ts'
import { digestOfDraft } from '../tickets/generation/files/draft-file.ts'
import { generateTickets } from '../tickets/generation/generate-tickets.ts'
import { findContestRow } from '../tickets/generation/queries.ts'
import { type DemoAccount, demoAccounts, employDemoEmployee, ensureAccounts } from './accounts.ts'
import { findUnplayedCodes } from './printed-codes.ts'

/** What a demonstration needs besides an open contest. */
export type Demo = { accounts: DemoAccount[]; codes: TicketCode[]; warning?: string }

type DemoTools = { connection: Connection; config: Config; now(): Date }
type DemoOptions = {
  printFile: string
  tickets?: number | undefined
  onProgress?: (done: number, total: number) => void
}

const SHOPS = join(import.meta.dirname, '..', '..', 'contests', 'shops.json')
const CODES = 5

/**
 * Makes the demo, or keeps the existing one: what was played stays played. An interrupted generation is finished or
 * repeated.
 *
 * @throws CommandRefusal in production
 */
export async function prepareDemo(tools: DemoTools, order: DemoOptions): Promise<Demo> {
  const { connection, config, now } = tools
  const { printFile } = order
  if (config.production)
    throw new CommandRefusal('Pas de démonstration en production : ses mots de passe sont publics.')
  if (!(await isReady(tools, printFile))) await generate(tools, order)
  await ensureShops(connection.db, SHOPS)
  await ensureAccounts(connection.db, now())
  await employDemoEmployee(connection.db)
  const { pepper } = config.tickets
  const codes = await findUnplayedCodes(connection.db, { pepper, printFile, count: CODES })
  const demo = { accounts: demoAccounts, codes }
  if (codes.length === CODES) return demo
  return { ...demo, warning: `${printFile} ne donne plus assez de codes à jouer ; de zéro : npm start -- --fresh` }
}

/** Whether the tickets are there, and the print file got its name. */
async function isReady({ connection, config }: DemoTools, printFile: string): Promise<boolean> {
  const contest = await findContestRow(connection.db, config.contest)
  if (!contest?.generated_at) return false
  const draft = await digestOfDraft(printFile)
  return !draft || contest.print_file_sha256?.equals(draft) !== true
}

async function generate(
  { connection, config, now }: DemoTools,
  { tickets: count, ...order }: DemoOptions,
): Promise<void> {
  const contest = { ...(await readDefinition(SHIPPED_DEFINITION)), slug: config.contest }
  const thread = openDrawThread(config.tickets.pepper)
  try {
    // The demo shows its codes, so they stay in clear text.
    const tickets = { ...config.tickets, printRecipients: [] }
    const tools = { connection, config: { tickets }, draw: thread.draw, now }
    await generateTickets(tools, { ...order, contest, count })
  } finally {
    await thread.close()
  }
}

import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import type { Background } from '../../background/background.ts'
import type { Tools } from '../../tools.ts'
import { type HandoverNews, mailPlayer } from './handover-letter.ts'

/** Prizes that a player receives within this time, in milliseconds, go into one mail. */
const TOGETHER_MS = 5_000

/** Writes to players behind the answers: one mail for prizes that are handed over together, any other news by itself. */
export function openHandoverMails(tools: Pick<Tools, 'db' | 'config' | 'mailer'>, background: Background) {
  const waiting = new Map<number, { tickets: HandoverTicket[]; sent: Promise<void> }>()

  async function sendTogether(playerId: number, tickets: HandoverTicket[]): Promise<void> {
    await background.pause(TOGETHER_MS)
    waiting.delete(playerId)
    await mailPlayer(tools, playerId, { kind: 'handed-over', tickets })
  }

  return {
    handedOver(playerId: number, ticket: HandoverTicket): void {
      const mail = waiting.get(playerId)
      if (mail) return void mail.tickets.push(ticket)
      const tickets = [ticket]
      const sent = sendTogether(playerId, tickets)
      waiting.set(playerId, { tickets, sent })
      background.run('mail: prizes handed over', () => sent)
    },
    /** A mail that waits for this player goes first, so that the news come in their order. */
    tell(playerId: number, news: Exclude<HandoverNews, { kind: 'handed-over' }>): void {
      const before = waiting.get(playerId)?.sent.catch(() => {})
      background.run(`mail: prize ${news.kind}`, async () => {
        await before
        await mailPlayer(tools, playerId, news)
      })
    },
  }
}

import type { HandoverList } from '@tiptop/contract/handover.ts'
import type { Client } from './client.ts'

/** The codes of the pending tickets in this employee's own queue, or in the other list. */
export async function queueOf(who: Client, queue: 'own' | 'other'): Promise<string[]> {
  const { body } = await who.get(`/handover/tickets?status=pending&queue=${queue}&limit=100`)
  return (body as HandoverList).items.map(({ ticket }) => ticket.code)
}

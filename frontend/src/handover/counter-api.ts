import type { ClaimRequest, HandoverCount, HandoverList, HandoverTicket } from '@tiptop/contract/handover.ts'
import { request } from '../api-client.ts'

const PAGE = 20

/** The requests of employees. The pages of players do not load this. */
export const counterApi = {
  count: () => request<HandoverCount>('GET', '/handover/count'),
  pending: (cursor: string | null, limit = PAGE) => list({ status: 'pending', limit: String(limit) }, cursor),
  search: (search: string, cursor: string | null) => list({ search, limit: String(PAGE) }, cursor),
  ticket: (code: string) => request<HandoverTicket>('GET', ticketPath(code)),
  claim: (code: string) =>
    request<HandoverTicket>('POST', `${ticketPath(code)}/claim`, {
      identityChecked: true,
      informationMatches: true,
    } satisfies ClaimRequest),
  refuse: (code: string, reason: string) => request<HandoverTicket>('POST', `${ticketPath(code)}/refuse`, { reason }),
  undo: (code: string, reason: string) => request<HandoverTicket>('POST', `${ticketPath(code)}/undo`, { reason }),
}

function list(query: Record<string, string>, cursor: string | null) {
  const asked = new URLSearchParams({ ...query, ...(cursor && { cursor }) })
  return request<HandoverList>('GET', `/handover/tickets?${asked}`)
}

function ticketPath(code: string): string {
  return `/handover/tickets/${encodeURIComponent(code)}`
}

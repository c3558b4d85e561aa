import type {
  ClaimRequest,
  HandoverCount,
  HandoverList,
  HandoverQueue,
  HandoverTicket,
  RefusalCause,
} from '@tiptop/contract/handover.ts'
import { request } from '../api-client.ts'
import { listening } from './network/network.ts'

const PAGE = 20

/** The requests of employees, each of which shows how the network is. The pages of players do not load this. */
export const counterApi = {
  count: () => ask<HandoverCount>('/handover/count'),
  pending: (queue: HandoverQueue | null, cursor: string | null, limit = PAGE) =>
    list({ status: 'pending', ...(queue && { queue }), limit: String(limit) }, cursor),
  search: (search: string, cursor: string | null) => list({ search, limit: String(PAGE) }, cursor),
  ticket: (code: string) => ask<HandoverTicket>(ticketPath(code)),
  claim: (code: string) =>
    act(code, 'claim', { identityChecked: true, informationMatches: true } satisfies ClaimRequest),
  refuse: (code: string, reason: string, cause: RefusalCause) => act(code, 'refuse', { reason, cause }),
  undo: (code: string, reason: string) => act(code, 'undo', { reason }),
}

function ask<T>(path: string) {
  return listening(request<T>('GET', path))
}

function act(code: string, what: 'claim' | 'refuse' | 'undo', body: object) {
  return listening(request<HandoverTicket>('POST', `${ticketPath(code)}/${what}`, body))
}

function list(query: Record<string, string>, cursor: string | null) {
  return ask<HandoverList>(`/handover/tickets?${new URLSearchParams({ ...query, ...(cursor && { cursor }) })}`)
}

function ticketPath(code: string): string {
  return `/handover/tickets/${encodeURIComponent(code)}`
}

import type { AuditList } from '@tiptop/contract/audit.ts'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import type { TicketList } from '@tiptop/contract/tickets.ts'
import type { AccessChange, RoleChange, ShopList, UserList, UserProfile } from '@tiptop/contract/users.ts'
import { request } from '../api-client.ts'

const TIMEOUT_MS = 15_000

/** The requests of administrators. `query` is that of the address; a signal aborts a request no longer needed. */
export const adminApi = {
  statistics: (query: string, signal: AbortSignal) => read<Statistics>(`/admin/statistics${query}`, signal),
  users: (query: string, signal: AbortSignal) => read<UserList>(`/admin/users${query}`, signal),
  user: (id: string, signal: AbortSignal) => read<UserProfile>(`/admin/users/${id}`, signal),
  tickets: (query: string, signal: AbortSignal) => read<TicketList>(`/admin/tickets${query}`, signal),
  audit: (query: string, signal: AbortSignal) => read<AuditList>(`/admin/audit${query}`, signal),
  shops: (signal: AbortSignal) => read<ShopList>('/admin/shops', signal),
  changeRole: (id: number, change: RoleChange) => request<unknown>('PATCH', `/admin/users/${id}/role`, change),
  resetSecondFactor: (id: number) => request<unknown>('DELETE', `/admin/users/${id}/second-factor`),
  changeAccess: (id: number, change: AccessChange) => request<unknown>('PATCH', `/admin/users/${id}/access`, change),
}

function read<T>(path: string, signal: AbortSignal) {
  return request<T>('GET', path, undefined, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]))
}

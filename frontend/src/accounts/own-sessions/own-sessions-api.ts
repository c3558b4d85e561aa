import type { OwnSession } from '@tiptop/contract/sessions.ts'
import { request } from '../../api-client.ts'

/** Requests about the user's own sessions. Only the account page loads this. */
export const ownSessionsApi = {
  list: () => request<{ items: OwnSession[] }>('GET', '/me/sessions'),
  end: (id: string) => request<null>('DELETE', `/me/sessions/${id}`),
  endAll: () => request<null>('DELETE', '/me/sessions'),
}

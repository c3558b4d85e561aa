import type { PersonalData } from '@tiptop/contract/personal-data.ts'
import { request } from '../../api-client.ts'

/** Requests about the user's own data. Only the pages that make them load this. */
export const personalDataApi = {
  copy: () => request<PersonalData>('GET', '/me/data'),
  eraseAccount: (confirmation: string) => request<null>('DELETE', '/me', { confirmation }),
  unsubscribe: (token: string) => request<null>('POST', '/newsletter/unsubscribe', { token }),
}

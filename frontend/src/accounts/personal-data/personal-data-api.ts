import type { PersonalData } from '@tiptop/contract/personal-data.ts'
import { request } from '../../api-client.ts'

/** What a person asks about his own data; the pages on which nobody does so do not load it. */
export const personalDataApi = {
  copy: () => request<PersonalData>('GET', '/me/data'),
  eraseAccount: (confirmation: string) => request<null>('DELETE', '/me', { confirmation }),
  unsubscribe: (token: string) => request<null>('POST', '/newsletter/unsubscribe', { token }),
}

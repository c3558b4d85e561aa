import type { AuditKind, AuditSearch } from '@tiptop/contract/audit.ts'
import { periodIn } from '../administration/filters/period.ts'
import { idIn, oneOf } from '../administration/filters/query.ts'
import { auditWords } from './words.ts'

type AuditFilter = Pick<AuditSearch, 'kind' | 'user' | 'from' | 'to'>

/** Returns the filter in an address, without its invalid parts. */
export function auditFilterIn(params: { get(name: string): string | null }): AuditFilter {
  const kind = oneOf(params.get('kind'), Object.keys(auditWords.fr.kinds) as AuditKind[])
  const user = idIn(params.get('user'))
  return { ...(kind && { kind }), ...(user && { user }), ...periodIn(params) }
}

import { z } from 'zod'
import { period } from './period.ts'
import { ticketFilter } from './tickets.ts'
import { userFilter } from './users.ts'

export const exportFormat = z.enum(['csv', 'xlsx'])
export type ExportFormat = z.infer<typeof exportFormat>

/** The reports that can be exported, with the filters of each. `newsletter` holds only users who opted in. */
export const exportFilters = {
  tickets: ticketFilter,
  users: userFilter,
  participations: period.extend({ prize: z.string().max(100).optional() }),
  newsletter: z.object({}),
} as const
export type ExportName = keyof typeof exportFilters

export { EXPORT_BYTES_HEADER, EXPORT_LAG_HEADER, EXPORT_ROWS_HEADER } from './export-headers.ts'

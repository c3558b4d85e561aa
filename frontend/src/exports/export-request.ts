import type { ExportFormat, ExportName } from '@tiptop/contract/exports.ts'
import { periodIn } from '../administration/filters/period.ts'
import { oneOf, queryOf } from '../administration/filters/query.ts'
import { ticketFilterIn } from '../tickets/ticket-filter.ts'
import { userFilterIn } from '../users/user-filter.ts'

export const reports = ['tickets', 'participations', 'users', 'newsletter'] as const satisfies ExportName[]
export const formats = ['csv', 'xlsx'] as const satisfies ExportFormat[]

type Params = { get(name: string): string | null }

const filtersIn = {
  tickets: ticketFilterIn,
  participations: (params: Params) => {
    const { prize } = ticketFilterIn(params)
    return { ...periodIn(params), ...(prize && { prize }) }
  },
  users: userFilterIn,
  newsletter: () => ({}),
} satisfies Record<ExportName, (params: Params) => object>

export function reportIn(params: Params): ExportName {
  return oneOf(params.get('report'), reports) ?? 'tickets'
}

export function formatIn(params: Params): ExportFormat {
  return oneOf(params.get('format'), formats) ?? 'csv'
}

/** Returns the path of the API for the report in an address, with the filters that this report has. */
export function exportPath(params: Params): string {
  const report = reportIn(params)
  return `/admin/exports/${report}.${formatIn(params)}${queryOf(filtersIn[report](params))}`
}

import type { ExportName, exportFilters } from '@tiptop/contract/exports.ts'
import type { z } from 'zod'
import type { Db } from '../../database/database.ts'
import type { Tools } from '../../tools.ts'
import type { ExportContents } from '../rows/column.ts'
import { newsletterContents } from './newsletter.ts'
import { participationContents } from './participations.ts'
import { ticketContents } from './tickets.ts'
import { userContents } from './users.ts'

export type ExportFilter<Name extends ExportName> = z.infer<(typeof exportFilters)[Name]>

/** What can be exported: its French name, and its contents. */
export const exportable: {
  [Name in ExportName]: {
    title: string
    contents(db: Db, tools: Pick<Tools, 'config' | 'now'>, filter: ExportFilter<Name>): Promise<ExportContents>
  }
} = {
  tickets: { title: 'Tickets', contents: ticketContents },
  users: { title: 'Utilisateurs', contents: userContents },
  participations: { title: 'Participations', contents: participationContents },
  newsletter: { title: 'Newsletter', contents: newsletterContents },
}

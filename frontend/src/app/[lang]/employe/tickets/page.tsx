import { TicketPage } from '../../../../handover/ticket/ticket-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('counterTicket', '/employe', { robots: { index: false } })

/** The page of every ticket. next.config.ts rewrites `/employe/tickets/CODE` to it: it is built once, with a policy. */
export default async function CounterTicketPage(props: PageParams) {
  return <TicketPage lang={await langOf(props)} />
}

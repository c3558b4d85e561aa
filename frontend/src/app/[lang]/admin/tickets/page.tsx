import { AdminPage } from '../../../../administration/frame/admin-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'
import { Tickets } from '../../../../tickets/tickets.tsx'
import { ticketWords } from '../../../../tickets/words.ts'

export const generateMetadata = pageMetadata('tickets', '/admin/tickets', { robots: { index: false } })

export default async function TicketsPage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = ticketWords[lang]
  return (
    <AdminPage lang={lang} title={title} lead={lead}>
      <Tickets lang={lang} />
    </AdminPage>
  )
}

import { AdminPage } from '../../../administration/frame/admin-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'
import { Dashboard } from '../../../statistics/dashboard.tsx'
import { statisticsWords } from '../../../statistics/words.ts'

export const generateMetadata = pageMetadata('dashboard', '/admin', { robots: { index: false } })

export default async function DashboardPage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = statisticsWords[lang]
  return (
    <AdminPage lang={lang} title={title} lead={lead}>
      <Dashboard lang={lang} />
    </AdminPage>
  )
}

import { AdminPage } from '../../../../administration/frame/admin-page.tsx'
import { Exports } from '../../../../exports/exports.tsx'
import { exportWords } from '../../../../exports/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('exports', '/admin/exports', { robots: { index: false } })

export default async function ExportsPage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = exportWords[lang]
  return (
    <AdminPage lang={lang} title={title} lead={lead}>
      <Exports lang={lang} />
    </AdminPage>
  )
}

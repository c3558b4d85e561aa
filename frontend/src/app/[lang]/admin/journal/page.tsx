import { AdminPage } from '../../../../administration/frame/admin-page.tsx'
import { AuditTrail } from '../../../../audit/audit-trail.tsx'
import { auditWords } from '../../../../audit/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('audit', '/admin/journal', { robots: { index: false } })

export default async function AuditPage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = auditWords[lang]
  return (
    <AdminPage lang={lang} title={title} lead={lead}>
      <AuditTrail lang={lang} />
    </AdminPage>
  )
}

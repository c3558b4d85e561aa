import { AdminPage } from '../../../../administration/frame/admin-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'
import { Users } from '../../../../users/users.tsx'
import { userWords } from '../../../../users/words.ts'

export const generateMetadata = pageMetadata('users', '/admin/utilisateurs', { robots: { index: false } })

export default async function UsersPage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = userWords[lang]
  return (
    <AdminPage lang={lang} title={title} lead={lead}>
      <Users lang={lang} />
    </AdminPage>
  )
}

import { AdminPage } from '../../../../../administration/frame/admin-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../../../site/page-metadata.ts'
import { Profile } from '../../../../../users/profile/profile.tsx'
import { userWords } from '../../../../../users/words.ts'

export const generateMetadata = pageMetadata('userProfile', '/admin/utilisateurs/profil', { robots: { index: false } })

export default async function UserProfilePage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = userWords[lang].profile
  return (
    <AdminPage lang={lang} title={title} lead={lead}>
      <Profile lang={lang} />
    </AdminPage>
  )
}

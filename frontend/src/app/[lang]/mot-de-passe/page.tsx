import { AccountPage } from '../../../accounts/account-page.tsx'
import { ResetPassword } from '../../../accounts/password/reset-password.tsx'
import { passwordWords } from '../../../accounts/password/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('reset', '/mot-de-passe')

export default async function ResetPasswordPage(props: PageParams) {
  const lang = await langOf(props)
  const words = passwordWords[lang].reset
  return (
    <AccountPage title={words.title} lead={words.lead}>
      <ResetPassword lang={lang} />
    </AccountPage>
  )
}

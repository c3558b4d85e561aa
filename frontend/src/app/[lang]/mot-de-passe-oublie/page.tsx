import { AccountPage } from '../../../accounts/account-page.tsx'
import { ForgottenPassword } from '../../../accounts/password/forgotten-password.tsx'
import { passwordWords } from '../../../accounts/password/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('forgotten', '/mot-de-passe-oublie')

export default async function ForgottenPasswordPage(props: PageParams) {
  const lang = await langOf(props)
  const words = passwordWords[lang].forgotten
  return (
    <AccountPage title={words.title} lead={words.lead}>
      <ForgottenPassword lang={lang} />
    </AccountPage>
  )
}

import { AccountPage } from '../../../accounts/account-page.tsx'
import { SignIn } from '../../../accounts/sign-in.tsx'
import { signInWords } from '../../../accounts/sign-in-words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('signIn', '/connexion')

export default async function SignInPage(props: PageParams) {
  const lang = await langOf(props)
  const words = signInWords[lang]
  return (
    <AccountPage title={words.title} lead={words.lead}>
      <SignIn lang={lang} />
    </AccountPage>
  )
}

import { AccountPage } from '../../../accounts/account-page.tsx'
import { Register } from '../../../accounts/registration/register.tsx'
import { registrationWords } from '../../../accounts/registration/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('register', '/inscription')

export default async function RegisterPage(props: PageParams) {
  const lang = await langOf(props)
  const words = registrationWords[lang].register
  return (
    <AccountPage title={words.title} lead={words.lead}>
      <Register lang={lang} />
    </AccountPage>
  )
}

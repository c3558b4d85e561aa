import { AccountPage } from '../../../accounts/account-page.tsx'
import { VerifyEmail } from '../../../accounts/verification/verify-email.tsx'
import { verifyEmailWords } from '../../../accounts/verification/verify-email-words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('verification', '/verification')

export default async function VerifyEmailPage(props: PageParams) {
  const lang = await langOf(props)
  const words = verifyEmailWords[lang]
  return (
    <AccountPage title={words.title}>
      <VerifyEmail lang={lang} />
    </AccountPage>
  )
}

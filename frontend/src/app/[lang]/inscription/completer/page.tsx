import { AccountPage } from '../../../../accounts/account-page.tsx'
import { CompleteProfile } from '../../../../accounts/registration/complete-profile.tsx'
import { registrationWords } from '../../../../accounts/registration/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('complete', '/inscription/completer')

export default async function CompleteProfilePage(props: PageParams) {
  const lang = await langOf(props)
  const words = registrationWords[lang].complete
  return (
    <AccountPage title={words.title} lead={words.lead}>
      <CompleteProfile lang={lang} />
    </AccountPage>
  )
}

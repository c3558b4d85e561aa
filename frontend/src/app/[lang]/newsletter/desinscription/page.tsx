import { AccountPage } from '../../../../accounts/account-page.tsx'
import { Unsubscribe } from '../../../../accounts/newsletter/unsubscribe.tsx'
import { newsletterWords } from '../../../../accounts/newsletter/words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('unsubscribe', '/newsletter/desinscription', {
  robots: { index: false, follow: false },
})

export default async function UnsubscribePage(props: PageParams) {
  const lang = await langOf(props)
  return (
    <AccountPage title={newsletterWords[lang].title}>
      <Unsubscribe lang={lang} />
    </AccountPage>
  )
}

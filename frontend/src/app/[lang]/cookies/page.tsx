import { cookies } from '../../../legal/cookies/cookies.ts'
import { KeptList } from '../../../legal/cookies/kept-list.tsx'
import { LegalPage } from '../../../legal/legal-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('cookies', '/cookies')

export default async function CookiesPage(props: PageParams) {
  const lang = await langOf(props)
  return <LegalPage lang={lang} text={cookies} live={{ kept: <KeptList lang={lang} /> }} />
}

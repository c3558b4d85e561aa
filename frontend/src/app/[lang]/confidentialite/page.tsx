import { LegalPage } from '../../../legal/legal-page.tsx'
import { privacy } from '../../../legal/privacy/privacy.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('privacy', '/confidentialite')

export default async function PrivacyPage(props: PageParams) {
  return <LegalPage lang={await langOf(props)} text={privacy} />
}

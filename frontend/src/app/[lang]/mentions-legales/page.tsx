import { LegalPage } from '../../../legal/legal-page.tsx'
import { notice } from '../../../legal/notice/notice.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('notice', '/mentions-legales')

export default async function LegalNoticePage(props: PageParams) {
  return <LegalPage lang={await langOf(props)} text={notice} />
}

import { QueuePage } from '../../../handover/queue/queue-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('counter', '/employe', { robots: { index: false } })

export default async function CounterPage(props: PageParams) {
  return <QueuePage lang={await langOf(props)} />
}

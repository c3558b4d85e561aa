import { Home } from '../../contest/home.tsx'
import { langOf, type PageParams, pageMetadata } from '../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('home', '/')

export default async function HomePage(props: PageParams) {
  return <Home lang={await langOf(props)} />
}

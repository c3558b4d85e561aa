import { MyAccount } from '../../../accounts/profile/my-account.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('account', '/compte')

export default async function AccountPage(props: PageParams) {
  return <MyAccount lang={await langOf(props)} />
}

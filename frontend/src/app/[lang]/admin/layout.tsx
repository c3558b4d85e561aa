import type { ReactNode } from 'react'
import { AdminFrame } from '../../../administration/frame/admin-frame.tsx'
import { langOf, type PageParams } from '../../../site/page-metadata.ts'

export default async function AdminLayout({ children, ...props }: PageParams & { children: ReactNode }) {
  return <AdminFrame lang={await langOf(props)}>{children}</AdminFrame>
}

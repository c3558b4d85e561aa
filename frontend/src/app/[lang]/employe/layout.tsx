import type { ReactNode } from 'react'
import { CounterSpace } from '../../../handover/space/counter-space.tsx'
import { langOf, type PageParams } from '../../../site/page-metadata.ts'

export default async function CounterLayout({ children, ...props }: PageParams & { children: ReactNode }) {
  return <CounterSpace lang={await langOf(props)}>{children}</CounterSpace>
}

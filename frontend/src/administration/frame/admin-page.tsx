import type { ReactNode } from 'react'
import type { Lang } from '../../ui/language.ts'
import { AdminsOnly } from './admins-only.tsx'

type AdminPageProps = { lang: Lang; title: string; lead: string; children: ReactNode }

/** One administration page. Its title shows at once, the rest once the user's role is known. */
export function AdminPage({ lang, title, lead, children }: AdminPageProps) {
  return (
    <div className="pt-8 sm:pt-10">
      <h1 className="text-4xl sm:text-[2.75rem]">{title}</h1>
      <p className="mt-2 max-w-2xl text-soft sm:text-lg">{lead}</p>
      <div className="mt-7">
        <AdminsOnly lang={lang}>{children}</AdminsOnly>
      </div>
    </div>
  )
}

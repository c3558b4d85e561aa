import type { ComponentChildren } from 'preact'

type AdminPageProps = { title: string; lead: string; children?: ComponentChildren }

/** One administration page. Its title shows at once; its content, an island, once the user's role is known. */
export function AdminPage({ title, lead, children }: AdminPageProps) {
  return (
    <div className="pt-8 sm:pt-10">
      <h1 className="text-4xl sm:text-[2.75rem]">{title}</h1>
      <p className="mt-2 max-w-2xl text-soft sm:text-lg">{lead}</p>
      <div className="mt-7">{children}</div>
    </div>
  )
}

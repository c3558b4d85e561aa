import type { ComponentChildren } from 'preact'
import { TeaBranch } from '../ui/drawings/botanicals.tsx'

/** The frame of the account pages: a tea tin's label on the paper. */
export function AccountPage({ title, lead, children }: { title: string; lead?: string; children?: ComponentChildren }) {
  return (
    <div className="shell flex justify-center py-10 sm:py-16">
      <section className="label-frame w-full max-w-xl px-6 py-9 shadow-[0_24px_60px_-40px_rgb(20_42_32/0.55)] sm:px-12 sm:py-12">
        <TeaBranch className="mx-auto mb-4 h-10 w-24 text-leaf" />
        <h1 className="text-center text-[2rem] leading-tight sm:text-4xl">{title}</h1>
        {lead && <p className="mx-auto mt-3 max-w-md text-center text-soft">{lead}</p>}
        <div className="mt-8">{children}</div>
      </section>
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** One section of a page, with its title. */
export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="label-frame px-6 py-7 sm:px-9 sm:py-9">
      <h2 id={id} className="mb-5 text-2xl">
        {title}
      </h2>
      {children}
    </section>
  )
}

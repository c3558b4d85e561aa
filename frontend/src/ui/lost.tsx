import type { ComponentChildren } from 'preact'
import { OverturnedCup } from './drawings/overturned-cup.tsx'

/** What a visitor sees instead of a page that does not exist or that broke; `children` lead on. */
export function Lost({ title, text, children }: { title: string; text: string; children: ComponentChildren }) {
  return (
    <div className="shell grid justify-items-center py-16 text-center sm:py-24">
      <OverturnedCup className="h-36 text-forest" />
      <h1 className="mt-6 text-4xl sm:text-5xl">{title}</h1>
      <p className="mt-3 mb-8 max-w-md text-lg text-soft">{text}</p>
      {children}
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import { Leaf } from '../ui/drawings/botanicals.tsx'
import type { Lang } from '../ui/language.ts'
import { gameWords } from './words.ts'

export function GamePage({ lang, children }: { lang: Lang; children?: ComponentChildren }) {
  const words = gameWords[lang]
  return (
    <div className="relative overflow-hidden">
      <Foliage className="absolute -top-6 -left-24 hidden w-80 text-leaf/45 md:block" />
      <Foliage className="absolute -right-24 bottom-0 hidden w-80 rotate-180 text-leaf/45 md:block" />
      <div className="shell relative py-10 sm:py-16">
        <div className="mx-auto max-w-2xl text-center">
          <h1 className="text-[2.25rem] leading-tight sm:text-5xl">{words.title}</h1>
          <p className="mx-auto mt-3 max-w-md text-lg leading-relaxed text-soft">{words.lead}</p>
        </div>
        <Receipt>{children}</Receipt>
        <p className="mx-auto mt-6 max-w-md text-center text-[0.9375rem] text-soft">{words.note}</p>
      </div>
    </div>
  )
}

/** The field is drawn on a till receipt, as the code is printed on one. */
function Receipt({ children }: { children: ComponentChildren }) {
  return (
    <div className="relative mx-auto mt-9 max-w-xl drop-shadow-[0_18px_30px_rgb(20_42_32/0.14)]">
      <div className="bg-paper px-5 pt-9 pb-6 sm:px-12 sm:pt-11">
        <div className="mb-7 flex items-center gap-3 text-line" aria-hidden="true">
          <span className="h-px flex-1 border-t border-dashed border-amber/60" />
          <span className="font-display text-lg text-forest">Thé Tip Top</span>
          <span className="h-px flex-1 border-t border-dashed border-amber/60" />
        </div>
        {children}
      </div>
      <svg viewBox="0 0 400 10" preserveAspectRatio="none" className="block h-3 w-full fill-paper" aria-hidden="true">
        <path d="M0 0h400v1l-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9-10 9-10-9z" />
      </svg>
    </div>
  )
}

function Foliage({ className }: { className: string }) {
  return (
    <svg
      viewBox="0 0 320 420"
      className={className}
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M20 10c90 90 150 210 160 400" />
      <Leaf transform="translate(64 58) rotate(-18) scale(1.8)" fill="var(--color-sage)" />
      <Leaf transform="translate(104 116) rotate(148) scale(1.7)" fill="var(--color-sage)" />
      <Leaf transform="translate(128 168) rotate(-8) scale(2)" fill="var(--color-sage)" />
      <Leaf transform="translate(152 230) rotate(160) scale(1.9)" fill="var(--color-sage)" />
      <Leaf transform="translate(166 286) rotate(4) scale(1.9)" fill="var(--color-sage)" />
      <Leaf transform="translate(178 372) rotate(172) scale(1.7)" fill="var(--color-sage)" />
    </svg>
  )
}

import type { ComponentChildren } from 'preact'
import { LeafRule } from '../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { grandPrizePageWords } from './page-words.ts'

/** `prize`, `state` and `own` are the islands of the page. */
type GrandPrizePageProps = {
  lang: Lang
  prize?: ComponentChildren
  state?: ComponentChildren
  own?: ComponentChildren
}

/** What the grand prize is, how it is drawn, where the draw stands, and whether the visitor takes part. */
export function GrandPrizePage({ lang, prize, state, own }: GrandPrizePageProps) {
  const words = grandPrizePageWords[lang]
  return (
    <div className="shell py-10 sm:py-16">
      <div className="mx-auto max-w-2xl">
        <h1 className="text-4xl sm:text-5xl">{words.title}</h1>
        <p className="mt-3 text-lg text-soft">{words.lead}</p>
        {prize}
        <LeafRule className="my-8" />
        <Section title={words.state.title}>{state}</Section>
        <Section title={words.how.title}>
          <ol className="grid list-decimal gap-2.5 pl-6 leading-relaxed marker:font-semibold marker:text-infusion">
            {words.how.steps.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <a href={pathIn(lang, '/reglement')} className="link mt-3 flex min-h-11 items-center">
            {words.rules}
          </a>
        </Section>
        <Section title={words.own.title}>{own}</Section>
        <Section title={words.limits.title}>
          <p className="leading-relaxed">{words.limits.text}</p>
        </Section>
      </div>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section className="mb-11">
      <h2 className="mb-3 text-2xl">{title}</h2>
      {children}
    </section>
  )
}

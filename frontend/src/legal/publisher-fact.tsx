import { type Lang, typeset } from '../ui/language.ts'
import { factNames, type PublisherFact, publisher } from './publisher.ts'

const missing = typeset({
  fr: (name: string) => `[à compléter : ${name}]`,
  en: (name: string) => `[to be completed: ${name}]`,
})

/** A fact about the publisher, or a clear mark that it is missing: a gap that the law forbids is not hidden. */
export function PublisherFactText({ lang, fact }: { lang: Lang; fact: PublisherFact }) {
  const told = publisher[fact]
  if (told !== null) return typeof told === 'string' ? told : told[lang]
  return <mark className="rounded-sm bg-glow px-1 text-umber">{missing[lang](factNames[lang][fact])}</mark>
}

/** A list of facts about the publisher, with their names. */
export function PublisherFacts({ lang, facts }: { lang: Lang; facts: readonly PublisherFact[] }) {
  return (
    <dl className="mt-4 divide-y divide-line border-y border-line">
      {facts.map(fact => (
        <div key={fact} className="grid gap-x-6 py-2.5 sm:grid-cols-[15rem_1fr]">
          <dt className="font-semibold text-forest">{factNames[lang][fact]}</dt>
          <dd className="min-w-0 wrap-anywhere">
            <PublisherFactText lang={lang} fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

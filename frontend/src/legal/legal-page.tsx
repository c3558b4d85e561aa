import { formatDay } from '@tiptop/contract/moments.ts'
import { LeafRule } from '../ui/drawings/botanicals.tsx'
import { type Lang, typeset } from '../ui/language.ts'
import { type LegalSection, type LegalWords, VERSION } from './legal-text.ts'
import { type Live, Prose } from './prose.tsx'

const words = typeset({
  fr: { contents: 'Sommaire', version: (day: string) => `Version du ${day}.` },
  en: {
    contents: 'Contents',
    version: (day: string) =>
      `Version of ${day}. The French text prevails; this translation is provided for convenience.`,
  },
})

/** Any other property is a live part of the text, by its name. */
type Props = { lang: Lang; text: LegalWords } & Readonly<Record<string, unknown>>

/** A legal text: numbered articles, with a table of contents beside them where there is room. */
export function LegalPage({ lang, text, ...live }: Props) {
  const { title, lead, sections } = text[lang]
  const { contents, version } = words[lang]
  return (
    <div className="shell py-10 sm:py-16">
      <div className="mx-auto grid max-w-2xl grid-cols-1 gap-x-14 lg:max-w-none lg:grid-cols-[16rem_minmax(0,42rem)] lg:justify-center">
        <header className="lg:col-start-2">
          <h1 className="text-4xl sm:text-5xl">{title}</h1>
          <p className="mt-3 text-lg text-soft">{lead}</p>
          <p className="mt-2 text-sm text-soft">{version(formatDay(VERSION, lang))}</p>
          <LeafRule className="my-8" />
        </header>
        <nav
          aria-label={contents}
          className="mb-10 lg:sticky lg:top-8 lg:col-start-1 lg:row-span-2 lg:row-start-1 lg:max-h-[calc(100svh-4rem)] lg:self-start lg:overflow-y-auto"
        >
          <p className="eyebrow mb-2 lg:mt-3" aria-hidden="true">
            {contents}
          </p>
          <Contents sections={sections} />
        </nav>
        <article className="min-w-0 lg:col-start-2">
          {sections.map((section, index) => (
            <section key={section.id} id={section.id} className="mb-11 scroll-mt-6">
              <h2 className="text-2xl">
                <span className="mr-2 text-infusion tabular-nums">{index + 1}.</span>
                {section.title}
              </h2>
              <Prose lang={lang} body={section.body} live={live as Live} />
            </section>
          ))}
        </article>
      </div>
    </div>
  )
}

function Contents({ sections }: { sections: readonly LegalSection[] }) {
  return (
    <ol className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-1">
      {sections.map(({ id, title }, index) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="flex min-h-11 items-center gap-2 border-b border-line/70 py-1.5 text-[0.9375rem] leading-snug text-forest hover:underline lg:min-h-9"
          >
            <span className="w-5 shrink-0 text-infusion tabular-nums">{index + 1}.</span>
            {title}
          </a>
        </li>
      ))}
    </ol>
  )
}

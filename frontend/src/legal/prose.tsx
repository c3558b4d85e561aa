import { type ComponentChildren, Fragment } from 'preact'
import { type Lang, pathIn } from '../ui/language.ts'
import { type LegalBlock, piecesOf } from './legal-text.ts'
import type { PublisherFact } from './publisher.ts'
import { PublisherFacts, PublisherFactText } from './publisher-fact.tsx'

export type Live = Readonly<Record<string, ComponentChildren>>

/** The blocks of one section. `live` holds the parts that the page loads from the backend. */
export function Prose({ lang, body, live }: { lang: Lang; body: readonly LegalBlock[]; live: Live }) {
  return body.map((block, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that never changes while it is shown
    <Fragment key={place}>
      <BlockText lang={lang} block={block} live={live} />
    </Fragment>
  ))
}

function BlockText({ lang, block, live }: { lang: Lang; block: LegalBlock; live: Live }) {
  if (typeof block === 'string')
    return (
      <p className="mt-3 leading-relaxed">
        <Sentence lang={lang} text={block} />
      </p>
    )
  if ('list' in block)
    return (
      <ul className="mt-3 grid list-disc gap-2 pl-5 leading-relaxed marker:text-amber">
        {block.list.map(text => (
          <li key={text}>
            <Sentence lang={lang} text={text} />
          </li>
        ))}
      </ul>
    )
  if ('entries' in block)
    return (
      <dl className="mt-4 divide-y divide-line border-y border-line">
        {block.entries.map(({ term, text }) => (
          <div
            key={term}
            className="grid gap-x-6 gap-y-0.5 py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)] break-words"
          >
            <dt className="font-semibold text-forest">{term}</dt>
            <dd className="leading-relaxed">
              <Sentence lang={lang} text={text} />
            </dd>
          </div>
        ))}
      </dl>
    )
  if ('facts' in block) return <PublisherFacts lang={lang} facts={block.facts as PublisherFact[]} />
  return live[block.live]
}

function Sentence({ lang, text }: { lang: Lang; text: string }) {
  return piecesOf(text).map(piece => {
    if (typeof piece === 'string') return piece
    if ('fact' in piece) return <PublisherFactText key={piece.fact} lang={lang} fact={piece.fact as PublisherFact} />
    const { label, href } = piece
    if (href.startsWith('/'))
      return (
        <a key={label} className="link" href={pathIn(lang, href)}>
          {label}
        </a>
      )
    return (
      <a key={label} className="link" href={href} rel="noopener noreferrer">
        {label}
      </a>
    )
  })
}

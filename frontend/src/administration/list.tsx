import type { ComponentChildren } from 'preact'
import { TeaBranch } from '../ui/drawings/botanicals.tsx'
import type { Lang } from '../ui/language.ts'
import { Pager } from '../ui/pager.tsx'
import { Text } from '../ui/text.tsx'
import { Age } from './age.tsx'
import { Broken } from './broken.tsx'
import type { List as Pages } from './use-list.ts'
import { adminWords } from './words.ts'

type ListProps<Row> = {
  lang: Lang
  label: string
  list: Pages<Row>
  /** the number of rows shown, in words: `20 tickets` */
  count(shown: number): string
  empty: { title: string; text: string }
  /** the expected number of rows, so that what follows keeps its place while they load */
  rows?: number
  children(rows: Row[]): ComponentChildren
}

/** A list in each of its states: loading, broken, empty, or shown with links to its other pages. */
export function List<Row>({ lang, label, list, count, empty, rows = 8, children }: ListProps<Row>) {
  const words = adminWords[lang].list
  const { value, busy, failure } = list
  return (
    <div>
      <p role="status" className="sr-only">
        <Text>
          {busy ? words.loading : value && !failure && (value.items.length ? count(value.items.length) : empty.title)}
        </Text>
      </p>
      {failure && <Broken lang={lang} failure={failure} onRetry={list.again} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a group of rows, which takes the focus when its page is turned */}
      <div ref={list.region} tabIndex={-1} role="group" aria-label={label} aria-busy={busy}>
        {!value && !failure && <Skeleton rows={rows} />}
        {value && (
          <div className={busy ? 'opacity-55 transition-opacity delay-150' : ''}>
            {value.items.length ? children(value.items) : <Nothing {...empty} />}
          </div>
        )}
      </div>
      {value && <Age lang={lang} seconds={value.lagSeconds} />}
      <Pager
        label={words.pages(label)}
        words={words}
        first={list.first}
        previous={list.previous}
        next={list.next}
        busy={busy}
      />
    </div>
  )
}

const widths = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3', 'w-3/5']

function Skeleton({ rows }: { rows: number }) {
  return (
    <div className="label-frame p-6" aria-hidden="true">
      {widths.slice(0, rows).map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that never change
        <div key={index} className="flex h-18 items-center gap-8 border-b border-line/60 last:border-0">
          <span className="flex-1">
            <span className={`block h-4 animate-breathe rounded bg-sage ${width}`} />
          </span>
          <span className="h-4 w-20 animate-breathe rounded bg-sage" />
          <span className="hidden h-4 w-28 animate-breathe rounded bg-sage md:block" />
        </div>
      ))}
    </div>
  )
}

function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <div className="label-frame grid justify-items-center px-6 py-14 text-center">
      <TeaBranch className="h-12 w-28 text-leaf" />
      <h2 className="mt-4 text-2xl">{title}</h2>
      <p className="mt-2 max-w-md text-soft">{text}</p>
    </div>
  )
}

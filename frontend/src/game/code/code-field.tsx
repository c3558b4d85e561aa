import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import type { RefObject, TargetedInputEvent } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { gameWords } from '../words.ts'
import { type CodeEntry, candidatesFor, editEntry, readEntry, replaceFirst } from './code-entry.ts'
import { entrySentence } from './entry-sentence.ts'

type Props = {
  lang: Lang
  entry: CodeEntry
  onChange(entry: CodeEntry): void
  fault: boolean
  inputRef: RefObject<HTMLInputElement>
}

/**
 * Node L of diagram 1.1. Shows the code in two groups as it is typed or pasted, keeps the caret in its place, and says
 * politely what is still missing. `fault` marks the code as wrong once the player has asked for the prize.
 */
export function CodeField({ lang, entry, onChange, fault, inputRef }: Props) {
  const words = gameWords[lang].field
  const id = useId()
  const caret = useRef<number | null>(null)
  const wrong = fault || entry.state === 'foreign' || entry.state === 'long'

  useLayoutEffect(() => {
    if (caret.current !== null && inputRef.current === document.activeElement)
      inputRef.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })

  function change(event: TargetedInputEvent<HTMLInputElement>) {
    const { value, selectionStart } = event.currentTarget
    const erasing = event.inputType?.startsWith('delete') ?? false
    const next = editEntry(entry, value, { caret: selectionStart ?? value.length, erasing })
    caret.current = next.caret
    onChange(next.entry)
  }

  return (
    <div>
      <label htmlFor={id} className="block text-center font-semibold text-forest">
        {words.label}
      </label>
      <input
        ref={inputRef}
        id={id}
        name="code"
        required
        value={entry.text}
        onInput={change}
        placeholder="ABCDE-FGHJK"
        inputMode="text"
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellcheck={false}
        enterKeyHint="go"
        aria-invalid={wrong ? 'true' : 'false'}
        aria-describedby={`${id}-example ${id}-state`}
        // A class, because the server leaves out `translate={false}`, and hydration adds no attribute.
        className={`notranslate mt-3 min-h-18 w-full rounded-xl border-2 bg-paper px-2 text-center font-display text-[clamp(1.375rem,7vw,2.25rem)] tracking-[0.1em] text-forest uppercase tabular-nums lining-nums transition-colors placeholder:text-hint ${wrong ? 'border-brick' : entry.state === 'complete' ? 'border-leaf' : 'border-edge'}`}
      />
      <span id={`${id}-example`} className="sr-only">
        {words.example}
      </span>
      <Progress entry={entry} />
      <p
        id={`${id}-state`}
        role="status"
        className={`mt-3 min-h-12 text-center leading-relaxed ${wrong ? 'font-medium text-brick' : 'text-soft'}`}
      >
        <Text>{entrySentence(entry, lang)}</Text>
      </p>
      {entry.state === 'foreign' && (
        <Candidates lang={lang} entry={entry} foreign={entry.foreign} onChange={onChange} />
      )}
      {entry.choices.length > 0 && <Choices lang={lang} entry={entry} onChange={onChange} />}
    </div>
  )
}

/** Ten leaves, one for each character: green if a code may contain it, red if not. */
function Progress({ entry }: { entry: CodeEntry }) {
  const foreign = new Set(entry.state === 'foreign' ? entry.foreign : [])
  const leaves = Array.from({ length: 10 }, (_, place) => {
    const symbol = entry.symbols[place]
    return { place, look: !symbol ? 'fill-sage' : foreign.has(symbol) ? 'fill-brick' : 'fill-leaf' }
  })
  return (
    <div className="mx-auto mt-4 flex max-w-72 justify-between" aria-hidden="true">
      {leaves.map(({ place, look }) => (
        <svg
          key={place}
          aria-hidden="true"
          viewBox="0 0 16 20"
          className={`h-5 w-4 transition-colors duration-300 ${place === 5 ? 'ml-3' : ''} ${look}`}
        >
          <path d="M8 0c5 5 7 9 7 13 0 4-3 6-7 7-4-1-7-3-7-7 0-4 2-8 7-13z" />
        </svg>
      ))}
    </div>
  )
}

/** The codes that may have been meant, whole, so that the player compares them with the receipt. */
function Choices({ lang, entry, onChange }: Pick<Props, 'lang' | 'entry' | 'onChange'>) {
  return (
    <ul aria-label={gameWords[lang].field.choices} className="mt-2 flex flex-wrap justify-center gap-2">
      {entry.choices.map(code => (
        <li key={code}>
          <button
            translate={false}
            type="button"
            onClick={() => onChange(readEntry(code))}
            className="min-h-11 rounded-full border border-forest/40 bg-paper px-4 font-display text-xl tracking-wider text-forest tabular-nums lining-nums hover:border-forest hover:bg-mist"
          >
            {formatTicketCode(code)}
          </button>
        </li>
      ))}
    </ul>
  )
}

type CandidatesProps = Pick<Props, 'lang' | 'entry' | 'onChange'> & { foreign: string[] }

/** Offers what the first impossible character may be on the receipt. The player decides. */
function Candidates({ lang, entry, foreign, onChange }: CandidatesProps) {
  const words = gameWords[lang].field
  const symbol = foreign.find(candidate => candidatesFor(candidate).length)
  if (!symbol) return null
  return (
    <div className="mt-1 flex flex-wrap items-center justify-center gap-2">
      <span className="basis-full text-center text-[0.9375rem] text-ink">
        <Text>{words.perhaps(symbol)}</Text>
      </span>
      {candidatesFor(symbol).map(by => (
        <button
          key={by}
          translate={false}
          type="button"
          aria-label={words.replace(symbol, by)}
          onClick={() => onChange(readEntry(replaceFirst(entry, symbol, by)))}
          className="grid size-11 place-items-center rounded-full border border-edge bg-paper font-display text-xl text-forest hover:border-forest hover:bg-mist"
        >
          {by}
        </button>
      ))}
    </div>
  )
}

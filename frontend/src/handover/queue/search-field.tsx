import type { Ref } from 'preact'
import { useId } from 'preact/hooks'
import { useTabEndsScan } from './scanner/tab-ends-scan.ts'

type Props = {
  label: string
  hint: string
  value: string
  onChange(text: string): void
  isCode: boolean
  inputRef: Ref<HTMLInputElement>
}

/** The search field of the counter. A leaf shows that it holds a complete code. */
export function SearchField({ label, hint, value, onChange, isCode, inputRef }: Props) {
  const id = useId()
  const endScan = useTabEndsScan()
  return (
    <div>
      <label htmlFor={id} className="block text-lg font-semibold text-forest">
        {label}
      </label>
      <div className="relative mt-2">
        <input
          ref={inputRef}
          id={id}
          name="search"
          type="search"
          required
          translate={false}
          value={value}
          onInput={event => onChange(event.currentTarget.value)}
          onKeyDown={endScan}
          maxLength={254}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellcheck={false}
          enterKeyHint="search"
          // Empty, it is no error yet.
          aria-invalid="false"
          aria-describedby={`${id}-hint`}
          className="min-h-18 w-full rounded-xl border-2 border-edge bg-paper px-5 pr-14 font-display text-[clamp(1.25rem,3.4vw,1.875rem)] tracking-wide text-forest lining-nums tabular-nums transition-colors hover:border-leaf [&::-webkit-search-cancel-button]:appearance-none"
        />
        {isCode && (
          <svg
            viewBox="0 0 16 20"
            className="absolute top-1/2 right-5 h-6 -translate-y-1/2 fill-leaf"
            aria-hidden="true"
          >
            <path d="M8 0c5 5 7 9 7 13 0 4-3 6-7 7-4-1-7-3-7-7 0-4 2-8 7-13z" />
          </svg>
        )}
      </div>
      <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
        {hint}
      </p>
    </div>
  )
}

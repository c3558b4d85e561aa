import { Button } from './button.tsx'

type PagerProps = {
  label: string
  words: { first: string; previous: string; next: string }
  /** null if there is no such page */
  first: (() => void) | null
  previous: (() => void) | null
  next: (() => void) | null
  busy: boolean
}

/** Links to the other pages of a list. Shows nothing if there is only one page. */
export function Pager({ label, words, first, previous, next, busy }: PagerProps) {
  if (!first && !previous && !next) return null
  const press = (go: () => void) => () => !busy && go()
  return (
    <nav aria-label={label} className="mt-6 flex flex-wrap items-center gap-3">
      {first && !previous && (
        <Button look="quiet" onClick={press(first)} aria-disabled={busy || undefined}>
          {words.first}
        </Button>
      )}
      {previous && (
        <Button look="quiet" onClick={press(previous)} aria-disabled={busy || undefined}>
          <Arrow className="rotate-180" />
          {words.previous}
        </Button>
      )}
      {next && (
        <Button look="quiet" className="ml-auto" onClick={press(next)} aria-disabled={busy || undefined}>
          {words.next}
          <Arrow />
        </Button>
      )}
    </nav>
  )
}

function Arrow({ className = '' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={`size-4 ${className}`}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M4 10h12M11 5l5 5-5 5" />
    </svg>
  )
}

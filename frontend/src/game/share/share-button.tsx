import type { Prize } from '@tiptop/contract/contest.ts'
import { useState } from 'preact/hooks'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { Text } from '../../ui/text.tsx'
import { shareWords } from './share-words.ts'

type Props = { lang: Lang; prize: Pick<Prize, 'slug' | 'name'>; className?: string }

/** Shares a picture of a prize, which is drawn on demand. It takes the prize alone: the picture cannot betray a ticket. */
export function ShareButton({ lang, prize, className = '' }: Props) {
  const words = shareWords[lang]
  const [said, setSaid] = useState('')
  const { run, busy } = useOneAtATime(async () => {
    setSaid('')
    try {
      const { sharePrize } = await loadPart(() => import('./share-prize.ts'), 'optional')
      if ((await sharePrize(prize, lang)) === 'saved') setSaid(words.saved)
    } catch {
      setSaid(words.failed)
    }
  })
  return (
    <div className={className}>
      <button
        type="button"
        onClick={() => run()}
        aria-disabled={busy || undefined}
        className="link inline-flex min-h-11 items-center gap-2"
      >
        <svg
          viewBox="0 0 20 20"
          className="size-5 shrink-0"
          fill="none"
          stroke="currentColor"
          stroke-width="1.8"
          stroke-linecap="round"
          stroke-linejoin="round"
          aria-hidden="true"
        >
          <path d="M10 13V2.500M6 6l4-4 4 4M4 10v7h12v-7" />
        </svg>
        <Text>{busy ? words.busy : words.share}</Text>
      </button>
      <p role="status" className="text-[0.9375rem] text-soft empty:sr-only">
        <Text>{said}</Text>
      </p>
    </div>
  )
}

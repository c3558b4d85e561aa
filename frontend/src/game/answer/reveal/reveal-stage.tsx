import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { PrizePicture } from '../../../contest/prizes/prize-picture.tsx'
import type { Lang } from '../../../ui/language.ts'
import { prizeWords } from '../prize-words.ts'
import { PotAndCup } from './pot-and-cup.tsx'
import { prizeContents } from './prize-contents.tsx'
import type { RevealPhase } from './reveal-phase.ts'

type Props = { lang: Lang; slug: string; phase: RevealPhase; goOn(): void; skip(): void }

/** The picture of a prize. While a phase moves, any key or click skips to the end; a phase is over when its motions are. */
export function RevealStage({ lang, slug, phase, goOn, skip }: Props) {
  const stage = useRef<HTMLDivElement>(null)
  const isMoving = phase === 'pouring' || phase === 'opening'

  // biome-ignore lint/correctness/useExhaustiveDependencies: once a phase
  useLayoutEffect(() => {
    if (!isMoving) return
    let isCurrent = true
    const motions = stage.current?.closest('.reveal')?.getAnimations?.({ subtree: true }) ?? []
    void Promise.allSettled(motions.map(({ finished }) => finished)).then(() => isCurrent && goOn())
    return () => {
      isCurrent = false
    }
  }, [phase])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `skip` always does the same
  useEffect(() => (isMoving ? onAnyKeyOrClick(skip) : undefined), [isMoving])

  return (
    <>
      <div ref={stage} className="relative">
        {isMoving && <PotAndCup className="absolute inset-0 size-full overflow-visible text-forest" />}
        <PrizePicture slug={slug} className="relative h-32 sm:h-46" inside={prizeContents[slug]} />
      </div>
      {isMoving && (
        <button
          type="button"
          onClick={skip}
          className="absolute right-2 bottom-1 z-10 min-h-11 rounded-full px-4 text-[0.9375rem] font-semibold text-forest underline decoration-amber/70 underline-offset-4"
        >
          {prizeWords[lang].skip}
        </button>
      )}
    </>
  )
}

/** A key held since the page before does not count. Escape, which would close the dialog, only skips. */
function onAnyKeyOrClick(skip: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.repeat) return
    if (event.key === 'Escape') event.preventDefault()
    skip()
  }
  window.addEventListener('keydown', onKey, true)
  window.addEventListener('click', skip, true)
  return () => {
    window.removeEventListener('keydown', onKey, true)
    window.removeEventListener('click', skip, true)
  }
}

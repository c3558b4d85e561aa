import type { Failure } from '../../api-client.ts'
import { Button } from '../../ui/button.tsx'
import type { Lang } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { Text } from '../../ui/text.tsx'
import { gameWords } from '../words.ts'
import { playFailureSentence } from './play-failures.ts'

type Props = { lang: Lang; failure: Failure; onClose(): void; onRetry(): void }

/** Node W of diagram 1.1: the refusal and the way back to the field, or no answer, after which it is safe to retry. */
export function ErrorModal({ lang, failure, onClose, onRetry }: Props) {
  const words = gameWords[lang].error
  const unanswered =
    failure.kind !== 'refused' || failure.code === 'service-unavailable' || failure.code === 'internal-error'
  return (
    <Modal title={titleOf(failure, words.title)} closeLabel={words.close} onClose={onClose} picture={<WiltedLeaf />}>
      <p className="mt-3 text-lg leading-relaxed">
        <Text>{playFailureSentence(failure, lang)}</Text>
      </p>
      {unanswered && <p className="mt-2 leading-relaxed text-soft">{words.safe}</p>}
      <div className="mt-7 flex flex-wrap gap-3">
        {unanswered && <Button onClick={onRetry}>{words.retry}</Button>}
        <Button look={unanswered ? 'quiet' : 'primary'} onClick={onClose}>
          {words.back}
        </Button>
      </div>
    </Modal>
  )
}

function titleOf(failure: Failure, titles: (typeof gameWords)['fr']['error']['title']): string {
  if (failure.kind !== 'refused') return titles.unanswered
  const { code } = failure
  if (code === 'service-unavailable' || code === 'internal-error') return titles.unanswered
  return Object.hasOwn(titles, code) ? titles[code as keyof typeof titles] : titles.other
}

function WiltedLeaf() {
  return (
    <svg
      viewBox="0 0 64 56"
      className="mb-4 h-14 text-brick"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M8 8c14 0 20 6 24 16M32 24c12-6 24 2 24 26-20 2-30-10-24-26z" fill="var(--color-blush)" />
      <path d="M32 24c8 6 16 14 24 26M40 30l2-7M40 30l-7 3M48 39l3-7M48 39l-8 3" stroke-width="1.4" />
    </svg>
  )
}

import type { Failure } from '../api-client.ts'
import { Button } from '../ui/button.tsx'
import type { Lang } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { adminFailure } from './failure-words.ts'
import { adminWords } from './words.ts'

/** Says what went wrong, with a button to try again. */
export function Broken({ lang, failure, onRetry }: { lang: Lang; failure: Failure; onRetry(): void }) {
  return (
    <div className="mb-6 grid justify-items-start gap-4">
      <Notice tone="error">{adminFailure(failure, lang)}</Notice>
      <Button look="quiet" onClick={onRetry}>
        {adminWords[lang].retry}
      </Button>
    </div>
  )
}

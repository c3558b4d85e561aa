import type { DrawState } from '@tiptop/contract/grand-draw.ts'
import { Broken } from '../administration/broken.tsx'
import { Card } from '../ui/card.tsx'
import type { Lang } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { drawFailure } from './draw-failures.ts'
import { ResultStep } from './result/result-step.tsx'
import { DrawStep } from './steps/draw-step.tsx'
import { FreezeStep } from './steps/freeze-step.tsx'
import { useDraw } from './use-draw.ts'
import { drawWords } from './words.ts'

/** The grand draw in its steps, as the bailiff or an administrator follows and makes it. */
export function GrandDraw({ lang, actsAs }: { lang: Lang; actsAs: DrawState['role'] }) {
  const words = drawWords[lang]
  const { state, failure, news, settle, again } = useDraw(actsAs)
  if (!state) {
    if (failure) return <Broken lang={lang} failure={failure} onRetry={again} />
    return (
      <div className="min-h-96" aria-busy="true">
        <Status className="text-soft">{words.loading}</Status>
      </div>
    )
  }
  const draw = { state, failure, news, settle }
  return (
    <div className="grid gap-5">
      {failure && <Notice tone="error">{words.stale(drawFailure(failure, lang))}</Notice>}
      {news && <Notice tone="error">{words.news[news]}</Notice>}
      <Card title={`1. ${words.steps.freeze}`}>
        <FreezeStep lang={lang} draw={draw} />
      </Card>
      <Card title={`2. ${words.steps.draw}`}>
        {state.phase === 'frozen' ? (
          <DrawStep lang={lang} draw={draw} />
        ) : (
          <p className="leading-relaxed">{state.phase === 'drawn' ? words.draw.text : words.draw.before}</p>
        )}
      </Card>
      <Card title={`3. ${words.steps.result}`}>
        <ResultStep lang={lang} draw={draw} />
      </Card>
    </div>
  )
}

import type { DrawState } from '@tiptop/contract/grand-draw.ts'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { drawApi } from '../draw-api.ts'
import { readReason } from '../draw-turn.ts'
import { useAct } from '../steps/use-act.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { resultWords } from './words.ts'

type MoveUpProps = { lang: Lang; draw: Draw; winner: NonNullable<DrawState['winner']> }

/** The winner did not come in time: the next alternate takes their place, with a reason. */
export function MoveUp({ lang, draw, winner }: MoveUpProps) {
  const words = drawWords[lang]
  const [typed, setTyped] = useState('')
  const [isFaulty, setFaulty] = useState(false)
  const { act, busy, failure } = useAct(draw, lang)

  function submit() {
    const reason = readReason(typed)
    setFaulty(reason === null)
    if (reason !== null) void act(() => drawApi.moveUp(winner.rank, reason))
  }
  return (
    <Form onSubmit={submit} label={resultWords[lang].moveUp.title} className="mt-4 grid w-full gap-4">
      <h4 className="text-lg font-semibold text-forest">{resultWords[lang].moveUp.title}</h4>
      {!winner.mayMoveUp && <p className="leading-relaxed">{resultWords[lang].moveUp.early}</p>}
      {winner.mayMoveUp && (
        <>
          <p className="leading-relaxed">{resultWords[lang].moveUp.text}</p>
          <Field
            label={words.reason}
            hint={words.reasonHint}
            error={isFaulty ? words.reasonFault : undefined}
            autoComplete="off"
            required
            maxLength={500}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          {failure && <Notice tone="error">{failure}</Notice>}
          <div>
            <Button type="submit" look="danger" busy={busy} busyLabel={words.busy}>
              {resultWords[lang].moveUp.submit}
            </Button>
          </div>
        </>
      )}
    </Form>
  )
}

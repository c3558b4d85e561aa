import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { drawApi } from '../draw-api.ts'
import { useAct } from '../steps/use-act.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { resultWords } from './words.ts'

/** The winner came: their identity is checked and the prize is theirs. */
export function Claim({ lang, draw, rank }: { lang: Lang; draw: Draw; rank: number }) {
  const words = resultWords[lang].claim
  const [isChecked, setChecked] = useState(false)
  const [isFaulty, setFaulty] = useState(false)
  const { act, busy, failure } = useAct(draw, lang)

  function submit() {
    setFaulty(!isChecked)
    if (isChecked) void act(() => drawApi.claim(rank))
  }
  return (
    <Form onSubmit={submit} label={words.title} className="mt-4 grid w-full gap-4">
      <h4 className="text-lg font-semibold text-forest">{words.title}</h4>
      <Checkbox
        label={words.check}
        required
        checked={isChecked}
        error={isFaulty ? words.checkFault : undefined}
        onChange={({ currentTarget }) => setChecked(currentTarget.checked)}
      />
      {failure && <Notice tone="error">{failure}</Notice>}
      <div>
        <Button type="submit" busy={busy} busyLabel={drawWords[lang].busy}>
          {words.submit}
        </Button>
      </div>
    </Form>
  )
}

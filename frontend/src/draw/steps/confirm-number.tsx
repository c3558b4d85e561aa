import type { DrawConfirmation } from '@tiptop/contract/grand-draw.ts'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { drawApi } from '../draw-api.ts'
import { readSignature, spoken } from '../draw-turn.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { ConfirmationNotice } from './confirmations.tsx'
import { useAct } from './use-act.ts'

type ConfirmNumberProps = { lang: Lang; draw: Draw; asked: DrawConfirmation }

/** The administrator's part of a draw: they read the bailiff's number and confirm it, which draws. */
export function ConfirmNumber({ lang, draw, asked }: ConfirmNumberProps) {
  const words = drawWords[lang]
  const { draws, announcedRound } = draw.state
  const [pasted, setPasted] = useState('')
  const [isFaulty, setFaulty] = useState(false)
  const { act, busy, failure } = useAct(draw, lang)
  const { number, reason } = asked
  if (number === null) return null

  function submit() {
    const signature = announcedRound ? readSignature(pasted) : undefined
    setFaulty(signature === null)
    if (signature === null || number === null) return
    const facts = { after: draws.length, number, ...(reason && { reason }), ...(signature && { signature }) }
    void act(() => drawApi.draw(facts))
  }
  return (
    <Form onSubmit={submit} label={words.steps.draw} className="grid gap-4">
      <dl className="grid gap-1">
        <dt className="text-sm font-semibold text-forest">{words.draw.read}</dt>
        <dd translate={false} className="font-mono text-2xl wrap-anywhere text-forest">
          <span key={number}>{spoken(number)}</span>
        </dd>
        {reason && (
          <>
            <dt className="mt-3 text-sm font-semibold text-forest">{words.draw.reason}</dt>
            <dd className="leading-relaxed wrap-anywhere">
              <span key={reason}>{reason}</span>
            </dd>
          </>
        )}
      </dl>
      <ConfirmationNotice lang={lang} own={null} other={asked} />
      {announcedRound && (
        <Field
          label={words.draw.signature}
          hint={words.draw.signatureHint(String(announcedRound.round))}
          error={isFaulty ? words.draw.signatureFault : undefined}
          autoComplete="off"
          spellcheck={false}
          required
          value={pasted}
          onInput={({ currentTarget }) => setPasted(currentTarget.value)}
        />
      )}
      {failure && <Notice tone="error">{failure}</Notice>}
      <div>
        <Button type="submit" busy={busy} busyLabel={words.busy}>
          {words.draw.second}
        </Button>
      </div>
    </Form>
  )
}

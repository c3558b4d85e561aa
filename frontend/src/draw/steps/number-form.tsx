import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { drawApi } from '../draw-api.ts'
import { confirmationsAt, readNumber, readReason, spoken } from '../draw-turn.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { ConfirmationNotice } from './confirmations.tsx'
import { useAct } from './use-act.ts'

/** The bailiff's part of a draw: a number and, for a repeated draw, the reason. */
export function NumberForm({ lang, draw }: { lang: Lang; draw: Draw }) {
  const words = drawWords[lang]
  const { own } = confirmationsAt(draw.state, 'draw')
  const [isChanging, setChanging] = useState(false)
  if (own?.number && !isChanging)
    return (
      <div className="grid justify-items-start gap-4">
        <p className="text-sm font-semibold text-forest">{words.draw.entered}</p>
        <p translate={false} className="-mt-3 font-mono text-2xl wrap-anywhere text-forest">
          {spoken(own.number)}
        </p>
        <ConfirmationNotice lang={lang} own={own} other={null} />
        <Button look="quiet" onClick={() => setChanging(true)}>
          {words.draw.change}
        </Button>
      </div>
    )
  return <EmptyForm lang={lang} draw={draw} onSent={() => setChanging(false)} />
}

function EmptyForm({ lang, draw, onSent }: { lang: Lang; draw: Draw; onSent(): void }) {
  const words = drawWords[lang]
  const after = draw.state.draws.length
  const [typed, setTyped] = useState({ number: '', reason: '' })
  const [faults, setFaults] = useState({ number: false, reason: false })
  const { act, busy, failure } = useAct(draw, lang)

  async function submit() {
    const [number, reason] = [readNumber(typed.number), after ? readReason(typed.reason) : undefined]
    setFaults({ number: number === null, reason: reason === null })
    if (number === null || reason === null) return
    if (await act(() => drawApi.draw({ after, number, ...(reason && { reason }) }))) onSent()
  }
  return (
    <Form onSubmit={submit} label={words.steps.draw} className="grid gap-4">
      <Field
        label={words.draw.number}
        hint={words.draw.numberHint}
        error={faults.number ? words.draw.numberFault : undefined}
        inputMode="numeric"
        autoComplete="off"
        required
        value={typed.number}
        onInput={({ currentTarget }) => setTyped({ ...typed, number: currentTarget.value })}
      />
      {after > 0 && (
        <Field
          label={words.reason}
          hint={words.reasonHint}
          error={faults.reason ? words.reasonFault : undefined}
          autoComplete="off"
          required
          maxLength={500}
          value={typed.reason}
          onInput={({ currentTarget }) => setTyped({ ...typed, reason: currentTarget.value })}
        />
      )}
      {failure && <Notice tone="error">{failure}</Notice>}
      <div>
        <Button type="submit" busy={busy} busyLabel={words.busy}>
          {words.draw.enter}
        </Button>
      </div>
    </Form>
  )
}

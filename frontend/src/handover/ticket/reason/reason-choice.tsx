import type { RefusalCause } from '@tiptop/contract/handover.ts'
import { refusalCauses } from './reason.ts'

type ReasonChoiceProps = {
  legend: string
  reasons: Record<RefusalCause, string>
  picked: RefusalCause | null
  onPick(reason: RefusalCause): void
}

/** The reasons of a refusal, each as large as a thumb. */
export function ReasonChoice({ legend, reasons, picked, onPick }: ReasonChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-semibold text-forest">{legend}</legend>
      {refusalCauses.map(reason => (
        <label
          key={reason}
          className="flex min-h-12 items-center gap-3.5 rounded-lg border border-edge px-4 py-2 hover:border-leaf has-checked:border-leaf has-checked:bg-mist"
        >
          <input
            type="radio"
            name="choice"
            required
            checked={picked === reason}
            onChange={() => onPick(reason)}
            className="size-5 shrink-0 accent-forest"
          />
          {reasons[reason]}
        </label>
      ))}
    </fieldset>
  )
}

import type { Ref } from 'preact'
import type { Lang } from '../../../ui/language.ts'
import { ticketWords } from '../words.ts'

const boxes = ['identity', 'matches'] as const
export type Ticked = Record<(typeof boxes)[number], boolean>

type Props = {
  lang: Lang
  ticked: Ticked
  onTick(ticked: Ticked): void
  busy: boolean
  boxesRef: Ref<HTMLFieldSetElement>
}

/** Nodes N and Q of diagram 1.2: what an employee declares before validating. Each box is as large as a thumb. */
export function IdentityBoxes({ lang, ticked, onTick, busy, boxesRef }: Props) {
  const words = ticketWords[lang].check
  return (
    <fieldset
      ref={boxesRef}
      disabled={busy}
      className="mt-5 grid grid-cols-[repeat(auto-fit,minmax(min(100%,15rem),1fr))] gap-3"
    >
      <legend className="mb-2.5 font-semibold text-forest">{words.legend}</legend>
      {boxes.map(name => (
        <label
          key={name}
          className="flex min-h-15 scroll-mb-48 items-center gap-3.5 rounded-xl border-2 border-edge bg-paper px-4 py-3 text-lg leading-snug font-medium text-ink transition-colors hover:border-leaf has-checked:border-leaf has-checked:bg-mist"
        >
          <input
            type="checkbox"
            name={name}
            required
            aria-invalid="false"
            checked={ticked[name]}
            onChange={event => onTick({ ...ticked, [name]: event.currentTarget.checked })}
            className="size-7 shrink-0 scroll-mb-48 accent-forest"
          />
          {words[name]}
        </label>
      ))}
    </fieldset>
  )
}

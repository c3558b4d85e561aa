type ChoiceCardsProps<Value extends string> = {
  legend: string
  name: string
  choices: { value: Value; name: string; text: string }[]
  value: Value
  onChange(value: Value): void
  className: string
}

/** A choice among a few cards, each with a sentence: radio buttons that look like cards. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { legend, name, choices, value, onChange, className } = props
  return (
    <fieldset className="min-w-0">
      <legend className="mb-3 font-display text-2xl text-forest">{legend}</legend>
      <div className={`grid gap-3 ${className}`}>
        {choices.map(choice => (
          <label
            key={choice.value}
            className="flex cursor-pointer gap-3 rounded-lg border border-line bg-paper p-4 transition-colors hover:border-leaf has-checked:border-forest has-checked:bg-mist has-checked:shadow-[inset_0_0_0_1px_var(--color-forest)] has-focus-visible:outline-[2.5px] has-focus-visible:outline-offset-3 has-focus-visible:outline-infusion"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 size-5 shrink-0 accent-forest"
            />
            <span className="min-w-0 break-words">
              <span className="block font-semibold text-forest">{choice.name}</span>
              <span className="mt-0.5 block text-sm leading-snug text-soft">{choice.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

import { Field } from '../../ui/forms/field.tsx'
import { usePause } from '../../ui/use-pause.ts'

type SearchFieldProps = { label: string; hint: string; className: string; value: string; take(text: string): void }

/** A search that starts when the user stops typing, or at once with the Enter key. */
export function SearchField({ label, hint, className, value, take }: SearchFieldProps) {
  const { typed, type, now } = usePause(value, text => take(text.trim()))
  return (
    <Field
      label={label}
      hint={hint}
      className={className}
      type="search"
      maxLength={254}
      autoComplete="off"
      autoCapitalize="none"
      spellcheck={false}
      value={typed}
      onInput={event => type(event.currentTarget.value)}
      // A user who opens a result during the pause must not be called back by it.
      onBlur={() => now()}
      onKeyDown={event => event.key === 'Enter' && now()}
    />
  )
}

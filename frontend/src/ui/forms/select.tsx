import type { ComponentProps } from 'preact'
import { useId } from 'preact/hooks'

type SelectProps = Omit<ComponentProps<'select'>, 'onChange'> & {
  label: string
  options: readonly { value: string; label: string }[]
  onChange(value: string): void
}

/** A labelled select: the browser's own, which a phone shows in its own way. */
export function Select({ label, options, onChange, className = '', ...select }: SelectProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold text-forest">
        {label}
      </label>
      <div className="relative">
        <select
          {...select}
          aria-invalid="false"
          id={id}
          onChange={event => onChange(event.currentTarget.value)}
          className="min-h-12 w-full appearance-none truncate rounded-lg border border-edge bg-paper py-2.5 pr-10 pl-4 text-base text-ink transition-colors hover:border-leaf"
        >
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <svg
          viewBox="0 0 20 20"
          className="pointer-events-none absolute top-1/2 right-3.5 size-4 -translate-y-1/2 text-leaf"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-linecap="round"
          stroke-linejoin="round"
          aria-hidden="true"
        >
          <path d="M4 7.500l6 6 6-6" />
        </svg>
      </div>
    </div>
  )
}

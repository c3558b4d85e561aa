import type { ComponentChildren, ComponentProps } from 'preact'
import { useContext, useId } from 'preact/hooks'
import { Text } from '../text.tsx'
import { RequiredNote } from './required-note.ts'

const inputLook =
  'min-h-12 w-full rounded-lg border bg-paper px-4 py-2.5 text-base text-ink placeholder:text-hint transition-colors hover:border-leaf'

type FieldProps = ComponentProps<'input'> & {
  label: string
  hint?: ComponentChildren
  error?: string | undefined
  trailing?: ComponentChildren
}

/** A labelled input with its hint, its error and, if it is required, what says so, linked for screen readers. */
export function Field({ label, hint, error, trailing, className = '', ...input }: FieldProps) {
  const id = useId()
  const note = useContext(RequiredNote)
  const described = [input.required && note, hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold text-forest">
        <Text>{label}</Text>
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={isInvalid(error)}
          aria-describedby={described || undefined}
          className={`${inputLook} ${error ? 'border-brick' : 'border-edge'} ${trailing ? 'pr-28' : ''}`}
        />
        {trailing && <div className="absolute inset-y-0 right-1.5 flex items-center">{trailing}</div>}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
          <Text>{hint}</Text>
        </p>
      )}
      <FieldError id={`${id}-error`} text={error} />
    </div>
  )
}

/** States that a field has an error, or that it has none: of a required field that is still empty, browsers say that it has one. */
export function isInvalid(error: unknown): 'true' | 'false' {
  return error ? 'true' : 'false'
}

export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} className="mt-1.5 flex gap-2 text-sm font-medium text-brick">
      <svg viewBox="0 0 20 20" className="mt-0.5 size-4 shrink-0" aria-hidden="true">
        <circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" stroke-width="1.6" />
        <path d="M10 5.500v5.500M10 14v.3" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
      </svg>
      <Text>{text}</Text>
    </p>
  )
}

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ComponentChildren; error?: string | undefined }

export function Checkbox({ label, error, ...input }: CheckboxProps) {
  const id = useId()
  const note = useContext(RequiredNote)
  const described = [input.required && note, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div>
      <div className="flex gap-3">
        <input
          {...input}
          id={id}
          type="checkbox"
          aria-invalid={isInvalid(error)}
          aria-describedby={described || undefined}
          className="mt-0.5 size-6 shrink-0 accent-forest"
        />
        <label htmlFor={id} className="leading-relaxed">
          {label}
        </label>
      </div>
      <FieldError id={`${id}-error`} text={error} />
    </div>
  )
}

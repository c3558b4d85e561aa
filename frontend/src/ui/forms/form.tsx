import type { ComponentChildren, Ref, TargetedSubmitEvent } from 'preact'
import { useId } from 'preact/hooks'
import { useHydrated } from '../hydrated.ts'
import { RequiredNote } from './required-note.ts'

type FormProps = {
  /** resolves once it is known which fields are wrong */
  onSubmit(): void | Promise<void>
  children: ComponentChildren
  className?: string
  label?: string
  formRef?: Ref<HTMLFormElement>
  /** the sentence, above the fields, that says which are required; each required field refers to it */
  requiredNote?: string | undefined
}

/**
 * A form that the page's script sends. Until the script runs, nothing can be sent. The method `post` keeps what was
 * typed, a password for example, out of the address bar whatever happens. The first field that `onSubmit` marks as
 * wrong takes the focus.
 */
export function Form({ onSubmit, children, className, label, formRef, requiredNote }: FormProps) {
  const isHydrated = useHydrated()
  const noteId = useId()
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    void Promise.resolve(onSubmit()).then(() => focusFirstFault(form))
  }
  return (
    <form ref={formRef} method="post" noValidate onSubmit={submit} className={className} aria-label={label}>
      <fieldset disabled={!isHydrated} className="contents">
        {requiredNote && (
          <p id={noteId} className="-mb-1 text-sm text-soft">
            {requiredNote}
          </p>
        )}
        <RequiredNote.Provider value={requiredNote ? noteId : ''}>{children}</RequiredNote.Provider>
      </fieldset>
    </form>
  )
}

/** Focuses the first field marked as wrong, once the marks are on the page. */
export function focusFirstFault(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

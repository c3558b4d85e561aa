import type { ComponentChildren, Ref, TargetedSubmitEvent } from 'preact'
import { useHydrated } from '../hydrated.ts'

type FormProps = {
  /** resolves once it is known which fields are wrong */
  onSubmit(): void | Promise<void>
  children: ComponentChildren
  className?: string
  label?: string
  formRef?: Ref<HTMLFormElement>
}

/**
 * A form that the page's script sends. Until the script runs, nothing can be sent. The method `post` keeps what was
 * typed, a password for example, out of the address bar whatever happens. The first field that `onSubmit` marks as
 * wrong takes the focus.
 */
export function Form({ onSubmit, children, className, label, formRef }: FormProps) {
  const isHydrated = useHydrated()
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    void Promise.resolve(onSubmit()).then(() => focusFirstFault(form))
  }
  return (
    <form ref={formRef} method="post" noValidate onSubmit={submit} className={className} aria-label={label}>
      <fieldset disabled={!isHydrated} className="contents">
        {children}
      </fieldset>
    </form>
  )
}

/** Focuses the first field marked as wrong, once the marks are on the page. */
export function focusFirstFault(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

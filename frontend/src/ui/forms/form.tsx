'use client'
import { type FormEvent, type ReactNode, type Ref, useSyncExternalStore } from 'react'

type FormProps = {
  onSubmit(): void
  children: ReactNode
  className?: string
  label?: string
  ref?: Ref<HTMLFormElement>
}

/**
 * A form that the page itself sends. Until the page is alive nothing can be sent, and `post` keeps what was typed,
 * a password for one, out of the address bar whatever happens.
 */
export function Form({ onSubmit, children, className, label, ref }: FormProps) {
  const alive = useAlive()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form ref={ref} method="post" noValidate onSubmit={submit} className={className} aria-label={label}>
      <fieldset disabled={!alive} className="contents">
        {children}
      </fieldset>
    </form>
  )
}

const never = () => () => {}

/** Whether the page has come alive in the browser. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

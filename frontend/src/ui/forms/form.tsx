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
 * A form that the page's script sends. Until the script runs, nothing can be sent. The method `post` keeps what was
 * typed, a password for example, out of the address bar whatever happens.
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

/** Whether the page's script runs in the browser yet. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

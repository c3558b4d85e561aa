import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Text } from './text.tsx'

type ModalProps = {
  title: string
  closeLabel: string
  onClose(): void
  tone?: 'plain' | 'festive'
  /** The id of what a screen reader says after the title. */
  describedBy?: string
  picture?: ComponentChildren
  children: ComponentChildren
}

/**
 * A native modal dialog: the browser keeps the focus inside, closes it on Escape and hides the page behind it. Its
 * title takes the focus, so that a screen reader reads it first.
 */
export function Modal({ title, closeLabel, onClose, tone = 'plain', describedBy, picture, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    heading.current?.focus()
    // Closing the dialog before it unmounts gives the focus back. Its event comes later, when `dialog` is empty.
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      aria-describedby={describedBy}
      onClose={() => dialog.current && onClose()}
      className={`max-h-[calc(100dvh-1.5rem)] w-[min(30rem,calc(100vw-1.5rem))] animate-rise overflow-x-hidden rounded-2xl bg-paper text-ink shadow-2xl ${tone === 'festive' ? 'border-2 border-honey' : 'border border-transparent'}`}
    >
      <div className="relative px-6 pt-7 pb-7 sm:px-9 sm:pb-9">
        <button
          type="button"
          onClick={() => dialog.current?.close()}
          aria-label={closeLabel}
          className="absolute top-3 right-3 z-10 grid size-11 place-items-center rounded-full text-forest hover:bg-mist"
        >
          <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
            <path d="M4 4l12 12M16 4L4 16" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
          </svg>
        </button>
        {picture}
        <h2 id={id} ref={heading} tabIndex={-1} className="pr-8 text-[1.75rem] leading-tight sm:text-3xl">
          <Text>{title}</Text>
        </h2>
        {children}
      </div>
    </dialog>
  )
}

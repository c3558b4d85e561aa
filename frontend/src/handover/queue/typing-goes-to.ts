'use client'
import { type RefObject, useLayoutEffect } from 'react'

/**
 * What is typed while no field has the focus goes to this one, in place of what it held: a hand scanner types its code
 * wherever the last tap has left the focus. It listens from the moment the field is there, before it is seen: a scan that
 * came sooner than an effect would lack its first letters.
 */
export function useTypingGoesTo(field: RefObject<HTMLInputElement | null>): void {
  useLayoutEffect(() => {
    function take({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent) {
      const isCharacter = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey
      if (!isCharacter || defaultPrevented || document.querySelector('dialog[open]')) return
      if (target instanceof Element && target.closest('input, textarea, select')) return
      field.current?.focus()
      field.current?.select()
    }
    document.addEventListener('keydown', take)
    return () => document.removeEventListener('keydown', take)
  }, [field])
}

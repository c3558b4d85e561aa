import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/**
 * Sends what is typed while no field has the focus to this field, replacing its content: a hand scanner types wherever
 * the last tap left the focus. It listens as soon as the field exists, before it is painted: a scan that came before an
 * ordinary effect would lose its first letters.
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

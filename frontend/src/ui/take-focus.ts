/** Used as a `ref`, focuses an element when it appears, so that a keyboard or a screen reader continues from there. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}

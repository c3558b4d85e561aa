/** As a `ref`: what appears takes the focus, so that a keyboard or a screen reader goes on from there. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}

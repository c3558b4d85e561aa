/** What takes the focus in place of something that is gone: the nearest of these around it that is still there. */
const REGIONS = 'section, search, form, dialog, [role="group"], main'

let focused: Element | null = null
let regions: Element[] = []

/**
 * What a page takes away while it has the focus (a button that has been used, a dialog whose opener is gone) leaves the
 * focus to the region around it: from there a keyboard and a screen reader go on, not from the top of the page. Code
 * that knows a better place has moved the focus before. Watches the page from the first call on.
 */
export function keepFocus(): void {
  if (focused || typeof document === 'undefined') return
  focused = document.body
  document.addEventListener('focusin', ({ target }) => {
    focused = target as Element
    regions = regionsAround(focused)
  })
  // Left by the user: there is nothing to keep. Something removed is not in the page any more by then.
  document.addEventListener('focusout', ({ target }) =>
    queueMicrotask(() => {
      if (target === focused && focused?.isConnected) focused = document.body
    }),
  )
  new MutationObserver(restore).observe(document.body, { childList: true, subtree: true })
}

function restore(): void {
  if (focused?.isConnected || document.activeElement !== document.body) return
  const region = regions.find((each): each is HTMLElement => each instanceof HTMLElement && each.isConnected)
  if (!region) return
  if (!region.hasAttribute('tabindex')) region.setAttribute('tabindex', '-1')
  region.focus({ preventScroll: true })
}

function regionsAround(element: Element): Element[] {
  const around = element.parentElement?.closest(REGIONS)
  return around ? [around, ...regionsAround(around)] : []
}

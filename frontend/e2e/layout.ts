import type { BrowserContext, Page } from '@playwright/test'
import { waitingTicket } from './counter-page.ts'
import { administratorPages, bailiffPages, privatePages, publicPages, quiet } from './pages.ts'
import { makeStaff, playAll, signedIn, takeCode } from './people.ts'

/** Visits these pages without an account, as a player with a prize, then as the staff. */
export async function visitAll(page: Page, context: BrowserContext, visit: (path: string) => Promise<void>) {
  const walk = async (paths: string[]) => {
    for (const path of paths) {
      await page.goto(path)
      await quiet(page)
      await visit(path)
    }
  }
  await walk([...publicPages, '/nulle-part', '/en'])
  await playAll(await signedIn(context), [await takeCode('coffret-69')])
  await walk(privatePages)
  const { path } = await waitingTicket()
  await context.clearCookies()
  // Another account in the same tab would be announced, in a window over the page.
  await page.evaluate(() => sessionStorage.clear())
  await signedIn(context, await makeStaff('admin'))
  await walk(['/employe', path, ...administratorPages])
  await context.clearCookies()
  await signedIn(context, await makeStaff('bailiff'))
  await walk(bailiffPages)
}

/**
 * Runs in the page: what reaches beyond its right edge, if the page scrolls sideways. A field that takes the focus may
 * have scrolled it already.
 */
export function tooWide(): string[] {
  const { scrollWidth } = document.documentElement
  if (scrollWidth <= window.innerWidth) return []
  const isTooWide = (each: Element) => each.getBoundingClientRect().right + window.scrollX > window.innerWidth + 1
  const found = [...document.querySelectorAll('body *')].filter(
    each => isTooWide(each) && ![...each.children].some(isTooWide),
  )
  return [`${scrollWidth} pixels`, ...found.map(each => each.outerHTML.slice(0, 100))]
}

/** Runs in the page: the texts that a box around them cuts off. A box that scrolls cuts nothing. */
export function cutTexts(): string[] {
  const clips = (box: Element) => getComputedStyle(box).overflow !== 'visible'
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const cut: string[] = []
  while (texts.nextNode()) {
    const text = texts.currentNode as Text
    let box = text.parentElement
    while (box && !clips(box)) box = box.parentElement
    // What is one pixel large is for screen readers.
    if (!box || box.clientWidth <= 1 || /auto|scroll/.test(getComputedStyle(box).overflow)) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const [inner, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()]
    const isInside = inner.right <= outer.right + 1 && inner.bottom <= outer.bottom + 2
    if (inner.width && !isInside) cut.push(text.data)
  }
  return cut
}

import { expect, type Page } from '@playwright/test'

/** What a translation does with the node of a text: a copy of its words replaces it, or `<font>` elements wrap it. */
export type TranslationWay = 'replaced' | 'wrapped'

/**
 * Translates every page that this tab opens from now on, as Chrome and Edge do: each text gives its place to another
 * one in two `<font>` elements. The words stay the same, so a journey reads them as usual: a text that did not follow a
 * change is the stale translation. @returns what asserts that no page broke
 */
export async function translated(
  page: Page,
  way: TranslationWay = 'replaced',
): Promise<{ expectWhole(): Promise<void> }> {
  const errors: Error[] = []
  page.on('pageerror', error => errors.push(error))
  await page.addInitScript(translateForGood, way)
  return {
    async expectWhole() {
      expect(errors).toEqual([])
      await expect(page.locator('main font').first()).toBeAttached()
      await expect(page.getByText('Quelque chose n’a pas infusé')).toHaveCount(0)
    },
  }
}

/** Runs in the page. From its load on, it translates what is there and what comes later. */
export function translateForGood(way: TranslationWay): void {
  const kept = '[translate="no"], .notranslate, script, style, svg, textarea, font'
  const translate = (text: Node) => {
    if (!text.textContent?.trim() || !text.parentElement || text.parentElement.closest(kept)) return
    const outer = document.createElement('font')
    outer.append(document.createElement('font'))
    text.parentElement.replaceChild(outer, text)
    outer.lastElementChild?.append(way === 'wrapped' ? text : text.textContent)
  }
  const translateIn = (node: Node) => {
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
    const found: Node[] = node instanceof Text ? [node] : []
    while (texts.nextNode()) found.push(texts.currentNode)
    for (const text of found) translate(text)
  }
  window.addEventListener('load', () => {
    translateIn(document.body)
    new MutationObserver(changes => {
      for (const { target, addedNodes } of changes) for (const node of [target, ...addedNodes]) translateIn(node)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

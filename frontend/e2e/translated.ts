import { expect, type Page } from '@playwright/test'

/**
 * Translates every page that this tab opens from now on, as Chrome and Edge do: each text gives its place to another
 * one in two `<font>` elements. The words stay the same, so a journey reads them as usual: a text that did not follow a
 * change is the stale translation. @returns what asserts that no page broke
 */
export async function translated(page: Page): Promise<{ expectWhole(): Promise<void> }> {
  const errors: Error[] = []
  page.on('pageerror', error => errors.push(error))
  await page.addInitScript(translateForGood)
  return {
    async expectWhole() {
      expect(errors).toEqual([])
      await expect(page.locator('main font').first()).toBeAttached()
      await expect(page.getByText('Quelque chose n’a pas infusé')).toHaveCount(0)
    },
  }
}

/** Runs in the page. From its load on, it translates what is there and what comes later. */
function translateForGood(): void {
  const kept = '[translate="no"], .notranslate, script, style, svg, textarea, font'
  const translate = (text: Node) => {
    if (!text.textContent?.trim() || !text.parentElement || text.parentElement.closest(kept)) return
    const outer = document.createElement('font')
    outer.append(document.createElement('font'))
    outer.lastElementChild?.append(text.textContent)
    text.parentElement.replaceChild(outer, text)
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

import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { typesetFrench } from '@tiptop/contract/french-typography.ts'
import { quiet } from './pages.ts'

/** Waits until the page has its answers from the backend, and its opening animations have ended. */
async function settled(page: Page): Promise<void> {
  await quiet(page)
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(each => each.effect?.getTiming().iterations === 1)
        // The animation of a removed element never ends.
        .map(each => each.finished.catch(() => {})),
    ),
  )
}

/** Returns the French texts that a line could break before a sign, after a quote or before a unit. */
async function loosePunctuation(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (parent?.closest('[lang]')?.getAttribute('lang') !== 'fr' || parent.closest('script, style, code')) continue
      texts.push(node.textContent ?? '')
    }
    return texts
  })
  return texts.filter(text => typesetFrench(text) !== text)
}

/**
 * Checks the page as it is now with all the rules of axe, and the spaces of its French.
 *
 * `setLegacyMode` checks the page without frames: its policy allows none, and otherwise axe would open another page
 * each time to gather their results.
 */
export async function expectNoFinding(page: Page): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)).toEqual([])
  expect(await loosePunctuation(page)).toEqual([])
}

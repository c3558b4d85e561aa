import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { quiet } from './pages.ts'

/** A page whose questions to the backend are answered, and whose entrance is over. */
async function settled(page: Page): Promise<void> {
  await quiet(page)
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(each => each.effect?.getTiming().iterations === 1)
        // One whose element goes is never over.
        .map(each => each.finished.catch(() => {})),
    ),
  )
}

/**
 * Asks axe about the page as it stands, by all of its rules.
 *
 * `setLegacyMode` asks about the page alone: its policy allows no frames in it, and otherwise another page would be
 * opened each time to gather what they say.
 */
export async function expectNoFinding(page: Page): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)).toEqual([])
}

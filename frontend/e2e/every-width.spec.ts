import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { cutTexts, tooWide, visitAll } from './layout.ts'

/** A small phone, a phone, a tablet upright, a desktop. */
const screens = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1280, height: 800 },
]
/** Where the keyboard goes from one end to the other; a page of the counter shows the ticket. */
const walked = [
  '/',
  '/connexion',
  '/inscription',
  '/jeu',
  '/mes-gains',
  '/compte',
  '/employe',
  '/admin',
  '/admin/exports',
]

/** Runs in the page: what is wrong with the element that has the focus. `seen`: it, so that a walk knows its end. */
function focusFaults(): { seen: string; faults: string[] } {
  const element = document.activeElement
  if (!element || element === document.body) return { seen: '', faults: [] }
  // A checkbox or a radio button may leave the ring to the card around it.
  const rings = [element, element.closest('label')].filter(each => each !== null)
  const hasRing = rings.some(each => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const isInside = left >= -1 && right <= innerWidth + 1 && bottom > 0 && top < innerHeight
  const middle = [(left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2] as const
  const above = document.elementFromPoint(...middle)
  const isCovered = isInside && above !== null && !element.contains(above) && !above.contains(element)
  const faults = [!hasRing && 'has no ring', !isInside && 'is off the screen', isCovered && 'is covered']
  const seen = element.outerHTML.slice(0, 120)
  return { seen, faults: faults.filter(fault => fault !== false).map(fault => `${seen} ${fault}`) }
}

/** Presses Tab through the whole page. @returns what a person at the keyboard would not see */
async function walk(page: Page): Promise<string[]> {
  const faults: string[] = []
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let steps = 0; steps < 150; steps++) {
    await page.keyboard.press('Tab')
    const { seen, faults: found } = await page.evaluate(focusFaults)
    if (!seen) return faults
    faults.push(...found)
  }
  return [...faults, 'the keyboard does not come to the end']
}

for (const screen of screens)
  test(`at ${screen.width} pixels no page scrolls sideways, no text is cut, and the keyboard sees where it is`, async ({
    page,
    context,
  }) => {
    test.slow()
    await page.setViewportSize(screen)
    await visitAll(page, context, async path => {
      const faults = async () => [...(await page.evaluate(tooWide)), ...(await page.evaluate(cutTexts))]
      await expect.poll(faults, { message: path }).toEqual([])
      if (walked.includes(path) || path.startsWith('/employe/')) expect(await walk(page), path).toEqual([])
    })
  })

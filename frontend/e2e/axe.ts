import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { typesetFrench } from '@tiptop/contract/french-typography.ts'
import { quiet } from './pages.ts'
import { htmlFaults } from './valid-html.ts'

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
 * Runs in the page: the fields that must be filled in without saying so in sight, in their label, their legend or a text
 * linked to them. RGAA 11.10 lets a form of one field be silent.
 */
function silentlyRequired(): string[] {
  const controls = 'input:not([type=hidden]), select, textarea'
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')].filter(
    field => field.required && field.checkVisibility() && field.form?.querySelectorAll(controls).length !== 1,
  )
  return fields
    .filter(field => {
      const described = (field.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id))
      const texts = [...(field.labels ?? []), field.closest('fieldset')?.querySelector('legend'), ...described]
      return !texts.some(text => text?.checkVisibility() && /obligatoire|required/i.test(text.textContent))
    })
    .map(field => field.outerHTML)
}

/** Runs in the page: the fields that a screen reader calls wrong as long as nothing is typed. For a radio there is no such state. */
function wrongTooEarly(): string[] {
  const fields = document.querySelectorAll<HTMLInputElement>(':is(input:not([type=radio]), select, textarea):invalid')
  return [...fields]
    .filter(field => field.checkVisibility() && !field.hasAttribute('aria-invalid'))
    .map(field => field.outerHTML)
}

/**
 * Checks the page as it is now: all the rules of axe, its HTML, what it says of required fields, and the spaces of its
 * French.
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
  expect(await page.evaluate(silentlyRequired)).toEqual([])
  expect(await page.evaluate(wrongTooEarly)).toEqual([])
  // A translation writes elements that HTML has given up.
  if (!(await page.locator('font').count())) expect(await htmlFaults(await page.content())).toEqual([])
  expect(await loosePunctuation(page)).toEqual([])
}

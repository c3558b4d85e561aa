import { expectNoFinding } from './axe.ts'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { inEnglish, privatePages, publicPages, quiet } from './pages.ts'
import { signedIn, takeCode } from './people.ts'

declare global {
  interface Window {
    shifted: number
    shifts: string[]
  }
}

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Element }[] }

/** Runs in the page: adds up the layout shifts that the visitor did not cause, and names what moved. */
function recordShifts(): void {
  Object.assign(window, { shifted: 0, shifts: [] })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as Shift[]) {
      if (entry.hadRecentInput) continue
      window.shifted += entry.value
      window.shifts.push(entry.sources.map(source => source.node?.outerHTML?.slice(0, 120)).join(' '))
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

test('axe finds nothing on any public page, in French and in English', async ({ page }) => {
  test.slow()
  for (const path of publicPages) {
    await page.goto(path)
    await expectNoFinding(page)
  }
  for (const path of ['/', '/inscription'].map(inEnglish)) {
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expectNoFinding(page)
  }
  for (const path of ['/nulle-part', '/en/nulle-part']) {
    await page.goto(path)
    await expectNoFinding(page)
  }
})

test('axe finds nothing on the pages of a player, nor in both modals [1.1/N 1.1/W 1.1/X]', async ({
  page,
  context,
}) => {
  test.slow()
  await signedIn(context)
  for (const path of privatePages) {
    await page.goto(path)
    await expectNoFinding(page)
  }
  await page.goto('/jeu')
  const field = page.getByRole('textbox', { name: 'Code du ticket' })
  await field.fill('ABC0')
  await expect(page.getByText('Aucun code ne contient 0')).toBeVisible()
  reached('1.1/N')
  await expectNoFinding(page)
  await field.fill('ZZZZZZZZZZ')
  await field.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  reached('1.1/W')
  await expectNoFinding(page)
  await page.keyboard.press('Escape')
  await field.fill(await takeCode())
  await field.press('Enter')
  await expect(page.getByRole('heading', { name: 'Félicitations' })).toBeVisible()
  reached('1.1/X')
  await expectNoFinding(page)
})

test('axe finds nothing in forms that say what is wrong', async ({ page }) => {
  await page.goto('/inscription')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByLabel('Prénom')).toBeFocused()
  await expectNoFinding(page)
})

test('a ticket is played with the keyboard alone, here on a tablet [1.1/L 1.1/O 1.1/X 1.1/Z]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.setViewportSize({ width: 820, height: 1180 })
  const code = await takeCode()
  await page.goto('/jeu')
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: 'Code du ticket' })).toBeFocused()
  reached('1.1/L')
  await page.keyboard.type(code)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Félicitations' })).toBeFocused()
  reached('1.1/O', '1.1/X')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Voir mes gains' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/mes-gains$/)
  await expect(page.getByRole('listitem').filter({ hasText: `${code.slice(0, 5)}-${code.slice(5)}` })).toBeVisible()
  reached('1.1/Z')
})

test('no page scrolls sideways, from the narrowest phone to a desktop', async ({ page, context }) => {
  test.slow()
  const expectNoOverflow = async (path: string) => {
    await page.goto(path)
    await quiet(page)
    for (const width of [320, 360, 820, 1280]) {
      await page.setViewportSize({ width, height: 740 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${path} at ${width} pixels`).toBeLessThanOrEqual(0)
    }
  }
  for (const path of [...publicPages, '/nulle-part', '/en']) await expectNoOverflow(path)
  await signedIn(context)
  for (const path of privatePages) await expectNoOverflow(path)
})

for (const viewport of [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
])
  test(`nothing moves while a page loads, at ${viewport.width} pixels`, async ({ page, context }) => {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await page.addInitScript(recordShifts)
    // Late answers: the page must keep the space for what they bring.
    await page.route(`${facts().webUrl}/api/**`, async route => {
      await new Promise(done => setTimeout(done, 250))
      await route.continue()
    })
    await signedIn(context)
    await page.goto('/jeu')
    await expect(page.getByText('Connecté : Alix')).toBeVisible()
    for (const path of [
      ...publicPages.filter(path => !path.startsWith('/connexion') && path !== '/inscription'),
      ...privatePages,
    ]) {
      await page.goto(path)
      await quiet(page)
      const { shifted, shifts } = await page.evaluate(() => ({ shifted: window.shifted, shifts: window.shifts }))
      expect(shifted, `${path}: ${shifts.join('\n')}`).toBeLessThan(0.02)
    }
  })

test('a visitor who prefers reduced motion sees the prize without any [1.1/X]', async ({ page, context }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signedIn(context)
  await page.goto('/jeu')
  await page.getByRole('textbox', { name: 'Code du ticket' }).fill(await takeCode())
  await page.getByRole('button', { name: 'Découvrir mon lot' }).click()
  await expect(page.getByRole('heading', { name: 'Félicitations' })).toBeVisible()
  reached('1.1/X')
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})

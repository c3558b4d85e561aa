import type { Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { visitAll } from './layout.ts'
import { inEnglish, privatePages, publicPages, quiet } from './pages.ts'
import { makeStaff, signedIn, takeCode } from './people.ts'
import { htmlFaults } from './valid-html.ts'

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

test('every page of players is valid HTML as it is sent, in both languages', async ({ request }) => {
  for (const path of [...publicPages, ...privatePages, '/nulle-part'].flatMap(path => [path, inEnglish(path)])) {
    const page = await request.get(path)
    expect(await htmlFaults(await page.text()), path).toEqual([])
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

/** What the browser tells assistive technology of everything that can have the focus, and lacks a role or a name. */
async function namelessWidgets(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page)
  const { nodes } = await client.send('Accessibility.getFullAXTree')
  await client.detach()
  const isFocusable = ({ properties = [] }: (typeof nodes)[number]) =>
    properties.some(({ name, value }) => name === 'focusable' && value.value)
  return nodes.flatMap(node => {
    const [role, name] = [node.role?.value ?? '', node.name?.value ?? '']
    // What the script alone focuses, such as a title, is read by its content.
    const isWidget = /^(button|link|textbox|searchbox|combobox|checkbox|radio|Date|progress)/.test(role)
    return isFocusable(node) && !node.ignored && (isWidget ? !name : /^(generic|none)?$/.test(role)) ? [role] : []
  })
}

test('assistive technology learns the role and the name of all that can have the focus', async ({ page, context }) => {
  test.slow()
  await visitAll(page, context, async path => expect(await namelessWidgets(page), path).toEqual([]))
})

test('until the page’s script answers a key or a tap, nothing takes it', async ({ page, request }) => {
  for (const path of [...publicPages, ...privatePages]) {
    const deaf = await page.evaluate(
      html =>
        [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll(':is(button, input, select):enabled')]
          .filter(each => each.closest('astro-island'))
          .map(each => each.outerHTML.slice(0, 100)),
      await (await request.get(path)).text(),
    )
    expect(deaf, path).toEqual([])
  }
})

test('the keyboard shows a password, and the button says that it is shown', async ({ page }) => {
  await page.goto('/connexion')
  await quiet(page)
  const password = page.getByLabel('Mot de passe', { exact: true })
  await password.press('Tab')
  await page.keyboard.press('Enter')
  await expect(password).toHaveAttribute('type', 'text')
  await expect(page.getByRole('button', { name: 'Masquer' })).toBeFocused()
})

test('the keyboard chooses a period, and each button says whether it is chosen', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin')
  await page.getByRole('button', { name: '7 jours', pressed: false }).press('Enter')
  await expect(page.getByRole('button', { name: '7 jours', pressed: true })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Tout', pressed: false })).toBeVisible()
})

test('the keyboard opens the list of other prizes, and the button says that it is open', async ({ page, context }) => {
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await page.getByRole('button', { name: 'Afficher les autres lots', expanded: false }).press('Enter')
  await expect(page.getByRole('button', { name: 'Masquer les autres lots', expanded: true })).toBeFocused()
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
  await quiet(page)
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

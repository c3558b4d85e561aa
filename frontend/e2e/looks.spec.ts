import type { Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { agrees, cardShown, search, title, waitingTicket } from './counter-page.ts'
import { expect, test } from './journey.ts'
import { cutTexts, tooWide, visitAll } from './layout.ts'
import { privatePages, quiet, seeAll } from './pages.ts'
import { makePerson, makeStaff, playAll, signedIn, takeCode } from './people.ts'

/** From now on, the pages of this tab have a root font of 200 %, on a narrow screen. */
async function doubleFont(page: Page): Promise<void> {
  await page.setViewportSize({ width: 640, height: 900 })
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.fontSize = '200%'
    })
  })
}

test('no page scrolls sideways for a reader whose font is twice as large', async ({ page, context }) => {
  test.slow()
  await doubleFont(page)
  await visitAll(page, context, async path => {
    // A chart follows the width of its frame one render later.
    await expect.poll(() => page.evaluate(tooWide), { message: path }).toEqual([])
  })
})

test('with a font twice as large, no answer of the counter makes its page scroll sideways', async ({
  page,
  context,
}) => {
  test.slow()
  await doubleFont(page)
  const fits = (state: string) =>
    expect
      .poll(async () => [...(await page.evaluate(tooWide)), ...(await page.evaluate(cutTexts))], { message: state })
      .toEqual([])
  const { path, player, name } = await waitingTicket('coffret-69')
  await playAll(player, [await takeCode('the-detox'), await takeCode('infuseur')])
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await page.getByRole('button', { name: 'Afficher les autres lots' }).click()
  await quiet(page)
  await fits('the lists of waiting prizes')
  await search(page).fill(name)
  await search(page).press('Enter')
  await expect(page.getByRole('list', { name: `Tickets trouvés pour « ${name} »` })).toBeVisible()
  await fits('several tickets found')
  await search(page).fill('a'.repeat(120))
  await search(page).press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'Aucun ticket joué' })).toBeVisible()
  await fits('a long search that finds none')
  await page.goto(path)
  await page.getByRole('checkbox', { name: 'Tout remettre' }).check()
  await fits('several prizes of one person')
  await cardShown(page).check()
  await agrees(page).check()
  await page.getByRole('button', { name: 'Valider les 3 remises' }).click()
  await expect(title(page)).toHaveText('Remettez ces 3 lots')
  await fits('several prizes to give')
})

test('no text is cut and no page scrolls sideways for a reader who spaces lines, paragraphs, letters and words', async ({
  page,
  context,
}) => {
  test.slow()
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const sheet = new CSSStyleSheet()
      // The values of WCAG 2.2, 1.4.12.
      sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-bottom: 2em !important }`)
      document.adoptedStyleSheets = [sheet]
    })
  })
  await visitAll(page, context, async path => {
    for (const width of [320, 820, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const faults = async () => [...(await page.evaluate(tooWide)), ...(await page.evaluate(cutTexts))]
      await expect.poll(faults, { message: `${path} at ${width} pixels` }).toEqual([])
    }
  })
})

/** Runs in the page: the edges and the placeholders of fields that are too pale, as the browser has computed them. */
function paleFields(): string[] {
  const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
  const read = (colour: string, ground: number[]) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue].map((value, at) => (value * alpha + (ground[at] ?? 255) * (255 - alpha)) / 255)
  }
  const luminance = (colour: number[]) =>
    colour
      .map(value => value / 255)
      .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, at) => sum + value * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0)
  const contrast = (one: number[], other: number[]) => {
    const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (lighter + 0.05) / (darker + 0.05)
  }
  const fields = [
    ...document.querySelectorAll<HTMLInputElement>('input:not([type=checkbox], [type=radio], [aria-hidden]), select'),
  ]
  return fields
    .filter(field => field.checkVisibility())
    .flatMap(field => {
      const { backgroundColor, borderTopColor } = getComputedStyle(field)
      const ground = read(backgroundColor, [255, 255, 255])
      const edge = contrast(read(borderTopColor, ground), ground)
      const hint = contrast(read(getComputedStyle(field, '::placeholder').color, ground), ground)
      return edge < 3 || (field.placeholder && hint < 4.5) ? [`${field.outerHTML.slice(0, 90)} ${edge} ${hint}`] : []
    })
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`fields are seen and axe finds nothing, ${colorScheme}`, async ({ page, context }) => {
    test.slow()
    await page.emulateMedia({ colorScheme })
    await visitAll(page, context, async path => {
      expect(await page.evaluate(paleFields), path).toEqual([])
      // By day, other journeys have axe read every page.
      const isRead = ['/', '/connexion', '/inscription', ...privatePages, '/employe', '/admin'].includes(path)
      if (colorScheme === 'light' || !(isRead || path.startsWith('/employe/'))) return
      if (path === '/') await seeAll(page)
      await expectNoFinding(page)
    })
  })

test('a phone set to dark shows the code for the shop in black on white', async ({ page, context }) => {
  await playAll(await signedIn(context), [await takeCode()])
  for (const media of [{ colorScheme: 'dark' }, { colorScheme: 'dark', forcedColors: 'active' }] as const) {
    await page.emulateMedia(media)
    await page.goto('/mes-gains')
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe('rgb(247, 241, 227)')
    await page.getByRole('button', { name: 'Montrer en boutique' }).click()
    const code = page.getByRole('img', { name: /QR code/ })
    await expect(code.locator('..')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
    await expect(code.locator('path')).toHaveCSS('fill', 'rgb(0, 0, 0)')
  }
})

test('forced colours leave an edge to buttons, a ground to the chosen period, marks to charts, a ring to the focus', async ({
  page,
  context,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/connexion')
  const button = page.getByRole('button', { name: 'Se connecter' })
  await expect(button).toHaveCSS('border-top-width', '1px')
  expect(await button.evaluate(each => getComputedStyle(each).borderTopColor)).not.toBe(
    await button.evaluate(each => getComputedStyle(each).backgroundColor),
  )
  await page.keyboard.press('Tab')
  await expect(page.locator(':focus-visible')).toHaveCSS('outline-style', 'solid')
  const staff = await makeStaff('admin')
  await playAll(await makePerson(), [await takeCode()])
  await signedIn(context, staff)
  await page.goto('/admin')
  await quiet(page)
  const ground = (name: string) =>
    page.getByRole('button', { name, exact: true }).evaluate(each => getComputedStyle(each).backgroundColor)
  expect(await ground('Tout')).not.toBe(await ground('7 jours'))
  const colours = await page.evaluate(() => {
    const of = (selector: string, property: string) =>
      [...document.querySelectorAll(selector)].map(each => getComputedStyle(each).getPropertyValue(property))
    const canvas = getComputedStyle(document.body).backgroundColor
    return {
      canvas,
      marks: of('svg rect.fill-leaf', 'fill'),
      keys: of('.size-3.bg-leaf, .size-3.bg-amber', 'background-color'),
    }
  })
  expect(colours.marks.length).toBeGreaterThan(0)
  expect(colours.marks).not.toContain(colours.canvas)
  expect(new Set([colours.canvas, ...colours.keys]).size).toBe(3)
})

test('the figures of a column that is pointed at stay while they are pointed at, and go with Escape', async ({
  page,
  context,
}) => {
  await playAll(await makePerson(), [await takeCode()])
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin')
  const card = page.locator('section', { has: page.getByRole('heading', { name: 'Par heure de la journée' }) })
  const figures = card.locator('strong')
  await card.locator('svg').last().hover()
  await expect(figures).toHaveCount(2)
  await figures.first().hover()
  await expect(figures).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(figures).toHaveCount(0)
  await card.locator('svg').last().hover()
  await expect(figures).toHaveCount(2)
  await card.getByRole('heading').hover()
  await expect(figures).toHaveCount(0)
})

/** From now on, each page of this tab notes what moved without the user: how much, and what. */
async function noteShifts(page: Page): Promise<() => Promise<[number, string][]>> {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await page.addInitScript(() => {
    Object.assign(window, { moved: [] })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node?: Element }[] })[])
        (window as unknown as { moved: unknown[] }).moved.push([
          entry.value,
          entry.sources.map(({ node }) => node?.textContent?.slice(0, 60)).join(' | '),
        ])
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return () => page.evaluate(() => (window as unknown as { moved: [number, string][] }).moved)
}

test('fonts that arrive late are used, and move nothing', async ({ page }) => {
  const moved = await noteShifts(page)
  await page.route('**/*.woff2', async route => {
    await new Promise(done => setTimeout(done, 700))
    await route.continue()
  })
  for (const width of [390, 1280])
    for (const path of ['/', '/connexion', '/jeu', '/reglement']) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(path)
      await page.evaluate(async () => await document.fonts.ready)
      expect(
        await page.evaluate(() =>
          document.fonts.check(`420 40px ${getComputedStyle(document.body).fontFamily.split(',')[0]}`),
        ),
        path,
      ).toBe(true)
      await quiet(page)
      const shifts = await moved()
      const sum = shifts.reduce((total, [value]) => total + value, 0)
      expect(sum, `${path} at ${width} pixels: ${JSON.stringify(shifts)}`).toBeLessThan(0.01)
    }
})

for (const role of ['employee', 'admin'] as const)
  test(`the links of the staff are in the page before their role is known: ${role}`, async ({ page, context }) => {
    const moved = await noteShifts(page)
    await signedIn(context, await makeStaff(role))
    await page.route('**/api/me', async route => {
      await new Promise(done => setTimeout(done, 300))
      await route.continue()
    })
    for (const width of [320, 390, 820, 1280])
      for (const path of role === 'admin' ? ['/employe', '/admin/journal'] : ['/employe']) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(path)
        const link = page.getByRole('link', { name: 'Espace employé' }).filter({ visible: true })
        await expect(link).toBeVisible()
        const before = await link.boundingBox()
        await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible()
        await quiet(page)
        expect(await link.boundingBox(), `${path} at ${width} pixels`).toEqual(before)
        // Late fonts may change the width of the name, by a pixel or two.
        const shifts = (await moved()).filter(([value]) => value > 0.001)
        expect(shifts, `${path} at ${width} pixels`).toEqual([])
      }
  })

test('the focus goes on from where something was taken away, and to the page that a link of the counter shows', async ({
  page,
  context,
}) => {
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  const { code, path } = await waitingTicket()
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/employe')
  await page.getByRole('searchbox').fill(code)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Ticket' })).toBeFocused()
  await page.getByRole('link', { name: 'File d’attente' }).press('Enter')
  await expect(page).toHaveURL(/\/employe$/)
  await expect.poll(focused).not.toBe('BODY')

  await page.goto('/admin/tickets?player=1')
  await page.getByRole('button', { name: 'Tous les joueurs' }).press('Enter')
  await expect(page).toHaveURL(/\/admin\/tickets$/)
  await expect.poll(focused).toBe('MAIN')
  await page.getByLabel('État').selectOption('À remettre')
  const clear = page.getByRole('button', { name: 'Effacer les filtres' })
  await clear.press('Enter')
  await expect(page).toHaveURL(/\/admin\/tickets$/)
  await expect(clear).toBeFocused()

  await page.route('**/api/admin/audit*', route => route.abort('internetdisconnected'))
  await page.goto('/admin/journal')
  const retry = page.getByRole('button', { name: 'Réessayer' })
  await expect(retry).toBeVisible()
  await page.unrouteAll()
  await retry.press('Enter')
  await expect(retry).toBeHidden()
  await expect.poll(focused).toBe('MAIN')
  expect(path).toContain(code)
})

test('on paper, an open code for the shop is all there is', async ({ page, context }) => {
  await playAll(await signedIn(context), [await takeCode()])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/mes-gains')
  await page.getByRole('button', { name: 'Montrer en boutique' }).click()
  const code = page.getByRole('img', { name: /QR code/ })
  await expect(code).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('body > header')).toBeHidden()
  await expect(page.getByRole('contentinfo')).toBeHidden()
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, includeHidden: true })).toBeHidden()
  await expect.poll(async () => (await code.boundingBox())?.width).toBeGreaterThan(450)
})

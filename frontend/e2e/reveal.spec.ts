import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { signedIn, takeCode } from './people.ts'
import { discover, field, modal } from './play-page.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

const stage = (page: Page) => modal(page).locator('[data-phase]')
const skip = (page: Page) => modal(page).getByRole('button', { name: 'Passer' })
const name = (page: Page) => modal(page).getByText('Coffret découverte à 39 €')
const opacity = (page: Page) => name(page).evaluate(text => getComputedStyle(text.closest('div') as Element).opacity)

/** From now on no motion of this page goes on by itself. */
async function stopMotion(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Animation.enable')
  await devTools.send('Animation.setPlaybackRate', { playbackRate: 0 })
}

async function win(page: Page, prize: string, pictures: 'there' | 'late' = 'there'): Promise<void> {
  await page.goto('/jeu')
  await field(page).fill(await takeCode(prize))
  if (pictures === 'there') await picturesLoaded(page)
  await discover(page).click()
  await expect(modal(page)).toBeVisible()
}

/** Pictures load once the code is complete. Those that come a second after the prize, as on a busy machine, are not moved. */
async function picturesLoaded(page: Page): Promise<void> {
  const script = await page.waitForFunction(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .find(name => name.includes('reveal-stage')),
  )
  await page.evaluate(url => import(String(url)), await script.jsonValue())
}

for (const [width, how] of [
  [320, 'Escape'],
  [390, 'a tap'],
  [820, 'a letter'],
  [1280, 'the button'],
] as const)
  test(`the prize is announced before it is seen, and ${how} shows it at once, at ${width} pixels`, async ({
    page,
    context,
  }) => {
    await page.setViewportSize({ width, height: 844 })
    await stopMotion(page)
    await signedIn(context)
    await win(page, 'coffret-39')
    await expect(stage(page)).toHaveAttribute('data-phase', 'pouring')
    await expect(modal(page).getByRole('heading', { name: 'Félicitations' })).toBeFocused()
    await expect(modal(page)).toHaveAccessibleDescription(/Vous avez gagné Coffret découverte à 39\s€/)
    expect(await opacity(page)).toBe('0')

    if (how === 'the button') await skip(page).click()
    else if (how === 'a tap') await modal(page).getByText('Vous avez gagné').click()
    else await page.keyboard.press(how === 'Escape' ? 'Escape' : 'a')
    await expect(stage(page)).toHaveAttribute('data-phase', 'shown')
    await expect(skip(page)).toBeHidden()
    expect(await opacity(page)).toBe('1')
    expect(await stage(page).evaluate(each => each.getAnimations({ subtree: true }).length)).toBe(0)
    await expect(modal(page).locator('[data-prize="coffret-39"]')).toBeVisible()

    await page.keyboard.press('Escape')
    await expect(modal(page)).toBeHidden()
  })

/** Ends the motions of this phase. @returns when the last one ends by itself, in ms, and what they change */
function endPhase(page: Page): Promise<{ lastMs: number; changed: string[] }> {
  return stage(page).evaluate(each => {
    const motions = each.getAnimations({ subtree: true })
    const effects = motions.map(({ effect }) => effect as KeyframeEffect)
    const given = new Set(['offset', 'easing', 'composite', 'computedOffset'])
    for (const motion of motions) motion.finish()
    return {
      lastMs: Math.max(...effects.map(effect => Number(effect.getComputedTiming().endTime))),
      changed: [...new Set(effects.flatMap(effect => effect.getKeyframes()).flatMap(Object.keys))]
        .filter(property => !given.has(property))
        .sort(),
    }
  })
}

test('tea is poured and each prize opens, one without a drawing too, within 2.5 seconds, and nothing else of the page moves', async ({
  page,
  context,
}) => {
  await stopMotion(page)
  await signedIn(context)
  let slug = ''
  await page.route('**/api/plays', async route => {
    const response = await route.fetch()
    const { ticket, prize } = await response.json()
    await route.fulfill({ response, json: { ticket, prize: { ...prize, slug } } })
  })
  for (slug of ['infuseur', 'the-detox', 'the-signature', 'coffret-39', 'coffret-69', 'lot-inconnu']) {
    await win(page, 'infuseur')
    await expect(stage(page)).toHaveAttribute('data-phase', 'pouring')
    const pouring = await endPhase(page)
    await expect(stage(page)).toHaveAttribute('data-phase', 'opening')
    const parts = await modal(page)
      .locator(`[data-prize="${slug}"]`)
      .evaluate(drawing => drawing.getAnimations({ subtree: true }).length)
    expect(parts, slug).toBeGreaterThan(1)
    const opening = await endPhase(page)
    await expect(stage(page)).toHaveAttribute('data-phase', 'shown')
    expect(pouring.lastMs + opening.lastMs, slug).toBeLessThanOrEqual(2_500)
    expect([...pouring.changed, ...opening.changed], slug).toEqual(['opacity', 'transform', 'opacity', 'transform'])
  }
})

for (const media of [{ reducedMotion: 'reduce' }, { forcedColors: 'active' }] as const)
  test(`the open prize stands there at once with ${Object.keys(media)}`, async ({ page, context }) => {
    await page.emulateMedia(media)
    await stopMotion(page)
    await signedIn(context)
    await win(page, 'coffret-39')
    await expect(stage(page)).toHaveAttribute('data-phase', 'shown')
    await expect(modal(page).locator('[data-prize="coffret-39"]')).toBeVisible()
    expect(await opacity(page)).toBe('1')
    await expect(skip(page)).toBeHidden()
  })

test('a prize whose pictures are lost or late is shown without them, on the same page', async ({ page, context }) => {
  await stopMotion(page)
  await signedIn(context)
  await page.route('**/reveal-stage*', route => route.abort())
  await win(page, 'coffret-39', 'late')
  await expect(stage(page)).toHaveAttribute('data-phase', 'shown')
  expect(await opacity(page)).toBe('1')
  await page.unroute('**/reveal-stage*')

  const held = Promise.withResolvers<void>()
  await page.route('**/reveal-stage*', route => held.promise.then(() => route.continue()))
  await win(page, 'coffret-39', 'late')
  await expect(stage(page)).toHaveAttribute('data-phase', 'shown')
  expect(await opacity(page)).toBe('1')
  held.resolve()
  await expect(modal(page).locator('[data-prize="coffret-39"]')).toBeVisible()
  await expect(stage(page)).toHaveAttribute('data-phase', 'shown')
})

import type { Locator, Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import {
  agrees,
  cardShown,
  handOver,
  queue,
  refuse,
  search,
  shown,
  title,
  validate,
  waitingTicket,
} from './counter-page.ts'
import { expect, reached, test } from './journey.ts'
import { counterPages, inEnglish } from './pages.ts'
import { makeStaff, playAll, signedIn, takeCode } from './people.ts'

const screens = {
  phone: { width: 360, height: 740 },
  'tablet upright': { width: 768, height: 1024 },
  'tablet lying': { width: 1024, height: 768 },
  desktop: { width: 1280, height: 800 },
}
const THUMB = 44

async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
}

/** Expects every button, link and box in the main part of the page to be as large as a thumb. */
async function expectThumbs(part: Locator): Promise<void> {
  const small = await part.evaluate((element, least) => {
    const targets = [
      ...element.querySelectorAll<HTMLElement>('button, a, label, input:not([type=checkbox], [type=radio])'),
    ]
    return targets
      .filter(target => target.checkVisibility() && !(target.tagName === 'LABEL' && !target.querySelector('input')))
      .filter(target => target.getBoundingClientRect().height < least)
      .map(target => target.outerHTML.slice(0, 120))
  }, THUMB)
  expect(small).toEqual([])
}

for (const [name, viewport] of Object.entries(screens))
  test(`a prize is handed over by touch, the next step always in reach: ${name} [1.2/E 1.2/F 1.2/M 1.2/R 1.2/V]`, async ({
    browser,
    baseURL,
  }) => {
    const { code, name: person, path } = await waitingTicket()
    const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport, hasTouch: true, locale: 'fr-FR' })
    await signedIn(context, await makeStaff('employee'))
    const page = await context.newPage()
    const main = page.locator('main')
    await page.goto('/employe')
    await expect(queue(page).first()).toBeVisible()
    reached('1.2/E')
    await expectNoOverflow(page)
    await expectThumbs(main)
    await expect(search(page)).toBeInViewport()
    reached('1.2/F')
    await page.goto(path)
    await expect(page.getByText(person)).toBeVisible()
    reached('1.2/M')
    await expectNoOverflow(page)
    await expectThumbs(main)
    // Both answers stay at the bottom of the screen, however far the page is scrolled.
    await expect(validate(page)).toBeInViewport({ ratio: 1 })
    await expect(refuse(page)).toBeInViewport({ ratio: 1 })
    await cardShown(page).tap()
    await agrees(page).tap()
    await validate(page).tap()
    await expect(title(page)).toHaveText('Remettez ce lot')
    reached('1.2/R', '1.2/V')
    await expect(title(page)).toBeInViewport()
    await expectNoOverflow(page)
    await expectThumbs(main)
    await page.getByRole('link', { name: 'Ticket suivant' }).tap()
    await expect(search(page)).toBeVisible()
    await expect(queue(page).filter({ hasText: shown(code) })).toHaveCount(0)
    await context.close()
  })

test('axe finds nothing on the pages of the counter nor in their dialogs, in both languages', async ({
  page,
  context,
}) => {
  test.slow()
  const { path, player } = await waitingTicket()
  await playAll(player, [await takeCode('infuseur')])
  await signedIn(context, await makeStaff('employee', { shop: null }))
  for (const path of [...counterPages, ...counterPages.map(inEnglish)]) {
    await page.goto(path)
    await expectNoFinding(page)
  }
  // Another account in the same tab would be announced.
  await page.evaluate(() => sessionStorage.clear())
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await search(page).fill('ABCDE-FGHJ0')
  await search(page).press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'ABCDE' })).toBeVisible()
  await expectNoFinding(page)
  await search(page).fill(player.email)
  await search(page).press('Enter')
  await expect(page.getByRole('heading', { name: 'Tickets trouvés' })).toBeVisible()
  await expectNoFinding(page)
  await page.getByRole('button', { name: 'Scanner le QR code' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await expectNoFinding(page)

  await page.goto(path)
  await expect(validate(page)).toBeVisible()
  await expectNoFinding(page)
  await refuse(page).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Refuser la remise' }).click()
  await expectNoFinding(page)
  await page.keyboard.press('Escape')
  await handOver(page)
  await expectNoFinding(page)
  await page.getByRole('button', { name: 'Annuler la remise' }).click()
  await expectNoFinding(page)
  await page.reload()
  await expect(page.getByText(/déjà été remis/)).toBeVisible()
  await expectNoFinding(page)
})

test('axe finds nothing in the player’s QR code, nor on the counter’s page that is closed to players', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  await playAll(person, [await takeCode()])
  await page.goto('/mes-gains')
  await page.getByRole('button', { name: 'Montrer en boutique' }).click()
  await expect(page.getByRole('img', { name: /QR code/ })).toBeInViewport({ ratio: 1 })
  await expectNoFinding(page)
  await page.goto('/employe')
  await expect(page.getByText('Cet espace n’est pas ouvert')).toBeVisible()
  await expectNoFinding(page)
})

test('the counter is also in English, and the language switch keeps the ticket [1.2/M]', async ({ page, context }) => {
  const { path, code } = await waitingTicket()
  await signedIn(context, await makeStaff('employee'))
  await page.goto(path)
  await expect(validate(page)).toBeVisible()
  await page.getByRole('link', { name: /English/ }).click()
  await expect(page).toHaveURL(new RegExp(`/en${path}$`))
  await expect(title(page)).toHaveText(`Ticket ${shown(code)}`)
  reached('1.2/M')
  await page.getByRole('checkbox', { name: 'Identity card shown' }).check()
  await page.getByRole('checkbox', { name: 'Details match' }).check()
  await page.getByRole('button', { name: 'Confirm the handover' }).click()
  await expect(title(page)).toHaveText('Hand over this prize')
})

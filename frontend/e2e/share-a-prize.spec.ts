import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { playAll, signedIn, takeCode } from './people.ts'
import { discover, field, modal } from './play-page.ts'

test.use({ serviceWorkers: 'allow' })

const share = (page: Page) => page.getByRole('button', { name: 'Partager' })
const { host } = new URL(facts().webUrl)
const CARD = ['J’ai gagné', 'Coffret découverte à 69\u00a0€', 'au jeu Thé Tip Top', host]

/** Notes what this page writes on pictures, and which drawings it lays under it. */
async function noteDrawn(page: Page): Promise<() => Promise<{ texts: string[]; drawings: string[] }>> {
  await page.addInitScript(() => {
    const drawn = { texts: [] as string[], drawings: [] as string[] }
    Object.assign(window, { drawn })
    const { fillText, drawImage } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      drawn.texts.push(text)
      fillText.call(this, text, ...place)
    }
    CanvasRenderingContext2D.prototype.drawImage = function (...given: unknown[]) {
      drawn.drawings.push(decodeURIComponent((given[0] as HTMLImageElement).src))
      drawImage.apply(this, given as Parameters<typeof drawImage>)
    }
  })
  return () => page.evaluate(() => (window as unknown as { drawn: { texts: string[]; drawings: string[] } }).drawn)
}

/** Presses the button. @returns the picture that the browser saves */
async function saved(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), share(page).click()])
  expect(download.suggestedFilename()).toBe('the-tip-top.png')
  return readFile(await download.path())
}

/** A PNG of 1080 pixels in width and height, on which there is something: https://www.w3.org/TR/png-3/#11IHDR */
function expectCard(picture: Buffer): void {
  expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1_080, 1_080])
  expect(picture.length).toBeGreaterThan(30_000)
  expect(picture.length).toBeLessThan(400_000)
}

test('a player who has won saves a picture of the prize that betrays neither code nor name, at 320 pixels', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 320, height: 740 })
  const drawn = await noteDrawn(page)
  await signedIn(context)
  const code = await takeCode('coffret-69')
  await page.goto('/jeu')
  await field(page).fill(code)
  await discover(page).click()
  await expect(modal(page)).toBeVisible()
  expectCard(await saved(page))
  await expect(modal(page).getByRole('status')).toHaveText('L’image est dans vos téléchargements.')
  const { texts, drawings } = await drawn()
  expect(texts).toEqual(CARD)
  expect(drawings).toHaveLength(1)
  expect(drawings[0]).toContain('data-prize="coffret-69"')
  expect(drawings[0]).not.toMatch(new RegExp(`${code}|${code.slice(5)}|Alix|Essai|var\\(`))
})

test('from the prizes it is saved without network, and shared by the apps of a phone that has them', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const player = await signedIn(context)
  await playAll(player, [await takeCode('coffret-69')])
  await page.goto('/mes-gains')
  await expect(share(page)).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await context.setOffline(true)
  await page.reload()
  expectCard(await saved(page))

  await page.evaluate(() => {
    Object.assign(navigator, {
      canShare: () => true,
      share: async ({ files: [file], text }: { files: File[]; text: string }) => {
        Object.assign(window, { sent: [file?.name, file?.type, text] })
      },
    })
  })
  await share(page).click()
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { sent?: string[] }).sent))
    .toEqual(['the-tip-top.png', 'image/png', 'J’ai gagné au jeu Thé Tip Top\u00a0: Coffret découverte à 69\u00a0€'])
})

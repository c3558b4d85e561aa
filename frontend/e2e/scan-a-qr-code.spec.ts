import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type Drawing, writeVideo } from './camera-video.ts'
import { search, shown, title, waitingTicket } from './counter-page.ts'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { makeStaff, PASSWORD, signedIn } from './people.ts'
import { signInByForm } from './play-page.ts'

declare global {
  interface Window {
    streams: MediaStream[]
  }
}

const scan = (page: Page) => page.getByRole('button', { name: 'Scanner le QR code' })
const camera = (page: Page) => page.getByRole('dialog', { name: 'Scanner le QR code' })

/** Runs in the page: keeps the streams that the page opens, so that a test can check whether they were stopped. */
function keepStreams(): void {
  window.streams = []
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async constraints => {
    const stream = await open(constraints)
    window.streams.push(stream)
    return stream
  }
}

const tracks = (page: Page) =>
  page.evaluate(() => window.streams.flatMap(stream => stream.getTracks().map(track => track.readyState)))

/** Returns the QR code that a player's page draws for this prize. */
async function drawnOnPhone(page: Page, code: string): Promise<Drawing> {
  await page.goto('/mes-gains')
  await page
    .getByRole('listitem')
    .filter({ hasText: shown(code) })
    .getByRole('button', { name: 'Montrer en boutique' })
    .click()
  const drawing = page.getByRole('dialog').getByRole('img', { name: `QR code du ticket ${shown(code)}` })
  const [viewBox, path] = await Promise.all([
    drawing.getAttribute('viewBox'),
    drawing.locator('path').getAttribute('d'),
  ])
  return { size: Number(viewBox?.split(' ')[2]), path: path ?? '' }
}

/** Opens a browser whose camera shows this drawing, or Chromium's test picture, and is allowed. */
async function withCamera(drawing: Drawing | null, act: (browser: Browser) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-camera-'))
  const options = test.info().project.use.launchOptions ?? {}
  const args = [...(options.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  if (drawing) {
    const file = join(folder, 'counter.y4m')
    await writeVideo(file, drawing)
    args.push(`--use-file-for-fake-video-capture=${file}`)
  }
  const browser = await chromium.launch({ ...options, args })
  try {
    await act(browser)
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Opens a tablet in this browser, on which an employee is signed in; `init` runs in each of its pages. */
async function openTablet(browser: Browser, init: () => void): Promise<Page> {
  const { baseURL = '' } = test.info().project.use
  const context = await browser.newContext({ baseURL, locale: 'fr-FR' })
  await signedIn(context, await makeStaff('employee'))
  const page = await context.newPage()
  await page.addInitScript(init)
  return page
}

test('a player shows the QR code, and the tablet’s camera reads it straight into the search [1.2/G 1.2/I 1.2/K 1.2/M]', async ({
  page,
  context,
  baseURL,
}) => {
  test.slow()
  const { code, player, name } = await waitingTicket()
  await signedIn(context, player)
  const drawing = await drawnOnPhone(page, code)
  await expect(page.getByRole('dialog').getByText(shown(code))).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Fermer' }).last().click()
  await expect(page.getByRole('button', { name: 'Montrer en boutique' })).toBeFocused()

  const { email } = await makeStaff('employee')
  await withCamera(drawing, async browser => {
    const tablet = await browser.newPage({ ...(baseURL && { baseURL }), locale: 'fr-FR' })
    await tablet.addInitScript(keepStreams)
    // The sign-in page has no access to the camera; the counter must have it after the sign-in all the same.
    await tablet.goto('/connexion')
    await signInByForm(tablet, email, PASSWORD)
    await expect(search(tablet)).toBeVisible()
    await scan(tablet).click()
    await expect(title(tablet)).toHaveText(`Ticket ${shown(code)}`)
    reached('1.2/G', '1.2/I', '1.2/K')
    await expect(tablet.getByText(name)).toBeVisible()
    reached('1.2/M')
    await expect(camera(tablet)).toHaveCount(0)
    expect(await tracks(tablet)).toEqual(['ended'])
  })
})

test('the camera stops when its window is closed, and the code can be typed instead [1.2/F 1.2/G]', async () => {
  await withCamera(null, async browser => {
    const page = await openTablet(browser, keepStreams)
    await page.goto('/employe')
    await expect(search(page)).toBeVisible()
    expect(await page.evaluate(() => window.streams.length)).toBe(0)
    await scan(page).click()
    await expect(camera(page).getByText('Placez le QR code du client')).toBeVisible()
    expect(await tracks(page)).toEqual(['live'])
    await page.keyboard.press('Escape')
    await expect(camera(page)).toHaveCount(0)
    await expect.poll(() => tracks(page)).toEqual(['ended'])
    await expect(scan(page)).toBeFocused()
    reached('1.2/F')
    await expect(search(page)).toBeEditable()
    reached('1.2/G')
  })
})

test('another QR code than a ticket’s is reported, and the browser’s own reader is used if it has one [1.2/K 1.2/L]', async () => {
  const { code } = await waitingTicket()
  await withCamera(null, async browser => {
    const page = await openTablet(browser, () => {
      const read = ['https://example.test/']
      Object.assign(window, {
        read,
        BarcodeDetector: class {
          static getSupportedFormats: () => Promise<string[]> = async () => ['qr_code']
          detect = async () => read.map(rawValue => ({ rawValue }))
        },
      })
    })
    await page.goto('/employe')
    await scan(page).click()
    await expect(camera(page).getByText('n’est pas celui d’un ticket')).toBeVisible()
    reached('1.2/L')
    await page.evaluate(code => {
      ;(window as unknown as { read: string[] }).read[0] = code
    }, shown(code))
    await expect(title(page)).toHaveText(`Ticket ${shown(code)}`)
    reached('1.2/K')
  })
})

test('a camera whose reader does not load without network stops, says so, and leads to the field', async () => {
  await withCamera(null, async browser => {
    const page = await openTablet(browser, keepStreams)
    await page.goto('/employe')
    await expect(search(page)).toBeEnabled()
    // The network goes once the window is open: neither the reader comes nor anything else.
    await page.route(/decode[^/]*\.js$/, async route => {
      await page.context().setOffline(true)
      await route.abort('internetdisconnected')
    })
    await scan(page).click()
    await expect(camera(page).getByRole('alert')).toContainText('le réseau manque')
    expect(await tracks(page)).toEqual(['ended'])
    await expect(camera(page).getByRole('button', { name: 'Réessayer' })).toHaveCount(0)
    await camera(page).getByRole('button', { name: 'Saisir le code' }).click()
    await expect(search(page)).toBeFocused()
  })
})

test.describe('without a picture', () => {
  test.beforeEach(async ({ context }) => {
    await signedIn(context, await makeStaff('employee'))
  })

  for (const [name, said, retries] of [
    ['NotAllowedError', 'La caméra n’est pas autorisée', true],
    ['NotFoundError', 'n’a pas de caméra', false],
    ['NotReadableError', 'déjà utilisée par une autre application', true],
  ] as const)
    test(`the employee reads why there is none and what to do: ${name}`, async ({ page }) => {
      await page.addInitScript(name => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name))
      }, name)
      await page.goto('/employe')
      await scan(page).click()
      await expect(camera(page).getByRole('alert')).toContainText(said)
      await expect(camera(page).getByRole('button', { name: 'Réessayer' })).toHaveCount(retries ? 1 : 0)
      await camera(page).getByRole('button', { name: 'Saisir le code' }).click()
      await expect(camera(page)).toHaveCount(0)
      await expect(search(page)).toBeFocused()
    })

  test('a camera whose part does not load without network says so, and leads to the field', async ({
    page,
    context,
  }) => {
    await page.goto('/employe')
    await expect(search(page)).toBeEnabled()
    await context.setOffline(true)
    await scan(page).click()
    await expect(page.getByRole('alert').filter({ hasText: 'La caméra n’a pas pu être préparée' })).toBeVisible()
    await expect(search(page)).toBeFocused()
  })

  test('a missing camera and a refused one have different messages in a real browser', async ({ page, context }) => {
    await page.goto('/employe')
    await context.grantPermissions(['camera'], { origin: facts().webUrl })
    await scan(page).click()
    await expect(camera(page).getByRole('alert')).toContainText('n’a pas de caméra')
  })

  test('only the counter’s pages may use the camera', async ({ request }) => {
    const { cookie } = await makeStaff('admin')
    const policy = async (path: string) =>
      (await request.get(path, { headers: { cookie } })).headers()['permissions-policy']
    for (const path of ['/employe', '/en/employe', '/employe/tickets/ABCDEFGHJK'])
      expect(await policy(path), path).toContain('camera=(self)')
    for (const path of ['/', '/jeu', '/mes-gains', '/admin', '/connexion'])
      expect(await policy(path), path).toContain('camera=()')
  })
})

import type { CDPSession } from '@playwright/test'
import { act, DECLARED, queue, scanByHand, search, shown, title, waitingTicket } from './counter-page.ts'
import { expect, reached, test } from './journey.ts'
import { makeStaff, playAll, signedIn, takeCode } from './people.ts'

test.beforeEach(async ({ page, context }) => {
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await expect(search(page)).toBeVisible()
})

test('a ticket that is not found is reported, what was typed stays, and search and list are still there [1.2/K 1.2/L 1.2/F]', async ({
  page,
}) => {
  await search(page).fill('zzzzz zzzz2')
  await page.getByRole('button', { name: 'Chercher' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'zzzzz zzzz2' })).toContainText('le client le joue d’abord')
  reached('1.2/K', '1.2/L')
  await expect(search(page)).toHaveValue('zzzzz zzzz2')
  await expect(search(page)).toBeFocused()
  await expect(page.getByRole('heading', { name: 'En attente de remise' })).toBeVisible()
  reached('1.2/F')

  await search(page).fill('ABCDE-FGH10')
  await search(page).press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'ABCDE-FGH10' })).toContainText('jamais 0, O, 1, I ni L')
  await search(page).fill('personne@example.test')
  await search(page).press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'personne@' })).toContainText('Vérifiez l’orthographe')
  await search(page).fill('  ')
  await search(page).press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'Saisissez un code' })).toBeVisible()
})

test('an unknown code in the address is reported [1.2/K 1.2/L]', async ({ page }) => {
  await page.goto('/employe/tickets/ZZZZZZZZZ3')
  await expect(page.getByRole('alert').filter({ hasText: 'Aucun ticket joué ne porte ce code' })).toBeVisible()
  reached('1.2/K', '1.2/L')
  await page.goto('/employe/tickets/nul')
  await expect(page.getByText('Cette adresse ne contient pas de code')).toBeVisible()
})

test('a player is found by name or e-mail; several tickets are a list to choose from [1.2/G 1.2/I 1.2/K 1.2/J]', async ({
  page,
}) => {
  const { code, player, name } = await waitingTicket()
  await search(page).fill(name.toUpperCase())
  await search(page).press('Enter')
  await expect(title(page)).toHaveText(`Ticket ${shown(code)}`)
  reached('1.2/G', '1.2/I', '1.2/K')

  const second = await takeCode('infuseur')
  await playAll(player, [second])
  await page.goto('/employe')
  await search(page).fill(player.email)
  await search(page).press('Enter')
  const found = page.getByRole('list', { name: `Tickets trouvés pour « ${player.email} »` }).getByRole('listitem')
  await expect(found).toHaveCount(2)
  await expect(queue(page)).toHaveCount(0)
  await found
    .filter({ hasText: shown(second) })
    .getByRole('link')
    .click()
  await expect(title(page)).toHaveText(`Ticket ${shown(second)}`)
  reached('1.2/J')
})

test('a hand scanner types its code wherever the focus is, one ticket after the other [1.2/G 1.2/I]', async ({
  page,
}) => {
  const [first, second] = [await waitingTicket(), await waitingTicket()]
  await page.getByRole('button', { name: 'Actualiser' }).focus()
  await scanByHand(page, first.code)
  await expect(title(page)).toHaveText(`Ticket ${shown(first.code)}`)
  reached('1.2/G', '1.2/I')
  await page.getByRole('link', { name: 'File d’attente' }).click()
  await expect(search(page)).toBeVisible()
  await scanByHand(page, 'ZZZZZZZZZ4')
  await expect(page.getByRole('alert').filter({ hasText: 'ZZZZZZZZZ4' })).toBeVisible()
  await scanByHand(page, shown(second.code))
  await expect(title(page)).toHaveText(`Ticket ${shown(second.code)}`)
})

/** Presses keys as a scanner does: Playwright only inserts what stands on no key of its own keyboard. */
async function pressKeys(keys: CDPSession, typed: string): Promise<void> {
  for (const key of typed) {
    await keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key })
    await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
  }
}

test('a hand scanner that ends with Tab, names the kind of its symbol or types without Shift opens its ticket too', async ({
  page,
}) => {
  const { code } = await waitingTicket()
  const keys = await page.context().newCDPSession(page)
  const unshifted = code.toLowerCase().replace(/[2-9]/g, digit => 'é"\'(-è_ç'[Number(digit) - 2] ?? '')
  for (const typed of [`]Q1${code}`, /[-_]/.test(unshifted) ? code : unshifted]) {
    // A busy machine may type more slowly than any scanner.
    await expect(async () => {
      await search(page).fill('')
      await page.getByRole('button', { name: 'Actualiser' }).focus()
      await pressKeys(keys, typed)
      await page.keyboard.press('Tab')
      await expect(title(page)).toHaveText(`Ticket ${shown(code)}`, { timeout: 2_000 })
    }).toPass()
    await page.getByRole('link', { name: 'File d’attente' }).click()
  }
  await search(page).pressSequentially(code, { delay: 70 })
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Chercher' })).toBeFocused()
})

test('a hand scanner set to another keyboard is named with its remedy and the code that it read', async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 })
  await search(page).fill('ZèZéVQGUFB')
  await search(page).press('Enter')
  const remedy = page.getByRole('alert').filter({ hasText: 'La douchette écrit pour un clavier américain (QWERTY)' })
  await expect(remedy).toBeVisible()
  await page.getByRole('button', { name: 'Chercher W7W2V-AGUFB' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'W7W2VAGUFB' })).toContainText('le client le joue d’abord')
  await search(page).fill('httpsM!!tiptop')
  await search(page).press('Enter')
  await expect(remedy).toBeVisible()
})

test('a scan that begins the moment the field exists loses no letter [1.2/G]', async ({ page }) => {
  const { code } = await waitingTicket()
  await page.goto(`/employe/tickets/${code}`)
  await expect(title(page)).toHaveText(`Ticket ${shown(code)}`)
  const isTaken = page.evaluate(
    () =>
      new Promise<boolean>(resolve => {
        new MutationObserver((_, observer) => {
          const field = document.querySelector('input[type=search]')
          if (!field) return
          observer.disconnect()
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Z', bubbles: true }))
          resolve(document.activeElement === field)
        }).observe(document.body, { childList: true, subtree: true })
      }),
  )
  await page.getByRole('link', { name: 'File d’attente' }).click()
  expect(await isTaken).toBe(true)
  reached('1.2/G')
})

test('the number of waiting tickets stays correct while the page is open, and the list follows on demand [1.2/H]', async ({
  page,
}) => {
  await page.clock.install()
  await page.goto('/employe')
  await expect(page.getByText(/^\d+ en attente$/)).toBeVisible()
  const before = await page.getByText(/^\d+ en attente$/).innerText()
  await expect(page.getByText('La file a changé.')).toBeHidden()
  const { name } = await waitingTicket()
  await page.clock.runFor(10_500)
  await expect(page.getByText(/^\d+ en attente$/)).not.toHaveText(before)
  await expect(page.getByText('La file a changé.')).toBeVisible()
  await expect(queue(page).filter({ hasText: name })).toHaveCount(0)
  await page.getByRole('button', { name: 'Actualiser' }).click()
  await expect(queue(page).filter({ hasText: name })).toBeVisible()
  reached('1.2/H')
  await expect(page.getByText('La file a changé.')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Actualiser' })).toBeFocused()
})

test('more tickets are shown on demand, and neither a refresh nor a visit to a ticket loses the place [1.2/H]', async ({
  page,
}) => {
  const { player, name } = await waitingTicket('infuseur')
  const codes: string[] = []
  while (codes.length < 24) codes.push(await takeCode('infuseur'))
  await playAll(player, codes)
  await page.goto('/employe')
  await expect(queue(page)).toHaveCount(20)
  await page.getByRole('button', { name: 'Afficher la suite' }).click()
  await expect(queue(page).nth(20).getByRole('link')).toBeFocused()
  const count = await queue(page).count()
  expect(count).toBeGreaterThan(20)
  // Other journeys fill the queue meanwhile: their tickets are at its end, these 25 before them.
  await expect(queue(page).filter({ hasText: name })).toHaveCount(25)
  reached('1.2/H')
  await page.getByRole('button', { name: 'Actualiser' }).click()
  await expect(page.getByRole('button', { name: 'Actualiser' })).toBeVisible()
  await expect(queue(page)).toHaveCount(count)
  await queue(page).nth(21).getByRole('link').click()
  await expect(title(page)).toContainText('Ticket')
  await page.goBack()
  await expect(queue(page)).toHaveCount(count)
  await expect(queue(page).filter({ hasText: name })).toHaveCount(25)
})

test('an empty queue, a list that cannot be read and a slow search look different', async ({ page }) => {
  const list = '**/handover/tickets?status=pending*'
  await page.route(list, route => route.abort('connectionrefused'))
  await page.goto('/employe')
  const unreachable = page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas à joindre' })
  await expect(unreachable).toBeVisible()
  await page.unroute(list)
  await page.route(list, route => route.fulfill({ json: { items: [], nextCursor: null } }))
  await page.getByRole('button', { name: 'Actualiser' }).click()
  await expect(page.getByRole('heading', { name: 'Personne n’attend' })).toBeVisible()
  await expect(unreachable).toBeHidden()
})

test('a prize already handed over is found too, with its status [1.2/K 1.2/M]', async ({ page }) => {
  const { code } = await waitingTicket()
  await act(await makeStaff('employee', { shop: 'lyon' }), code, 'claim', DECLARED)
  await search(page).fill(code)
  await search(page).press('Enter')
  await expect(page.getByText(/Ce lot a déjà été remis par .+ Thé Tip Top Lyon/)).toBeVisible()
  reached('1.2/K', '1.2/M')
  await expect(page.getByRole('button', { name: 'Valider la remise' })).toHaveCount(0)
})

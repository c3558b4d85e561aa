import type { Page } from '@playwright/test'
import { handOver, search, validate, waitingTicket } from './counter-page.ts'
import { expect, test } from './journey.ts'
import { makeStaff, playAll, signedIn, takeCode } from './people.ts'

declare global {
  interface Window {
    bornFull: string[]
  }
}

/**
 * Runs in the page: notes each status that arrives with its text, or is filled while it is hidden. Screen readers announce
 * what changes in a region that they know; a frame in which it was shown is the least that this takes.
 */
function noteUnheard(): void {
  const known = new WeakSet<Element>()
  const unheard: string[] = []
  Object.assign(window, { bornFull: unheard })
  const status = '[role="status"]'
  const learn = () => {
    for (const region of document.querySelectorAll(status)) if (region.checkVisibility()) known.add(region)
    requestAnimationFrame(learn)
  }
  const regionsAt = (node: Node) => {
    const element = node instanceof Element ? node : node.parentElement
    const around = element?.closest(status)
    return around ? [around] : [...(element?.querySelectorAll(status) ?? [])]
  }
  document.addEventListener('DOMContentLoaded', () => {
    learn()
    new MutationObserver(changes => {
      const regions = changes.flatMap(({ target, addedNodes, type }) =>
        (type === 'characterData' ? [target] : [...addedNodes]).flatMap(regionsAt),
      )
      for (const region of new Set(regions))
        if (region.isConnected && region.textContent?.trim() && !known.has(region)) unheard.push(region.textContent)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

const unheard = (page: Page) => page.evaluate(() => window.bornFull)
const said = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeVisible()

test.beforeEach(async ({ page }) => {
  await page.addInitScript(noteUnheard)
})

test('a status that arrives with its text is noticed by this journey', async ({ page }) => {
  await page.goto('/plan-du-site')
  await page.evaluate(() =>
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<p role="status">Fait</p>'),
  )
  expect(await unheard(page)).toContain('Fait')
})

test('what an account form answers is in a status that was there before', async ({ page, context }) => {
  await page.goto('/mot-de-passe-oublie')
  await page.getByLabel('Adresse e-mail').fill('personne@example.test')
  await page.getByRole('button', { name: 'Recevoir le lien' }).click()
  await said(page, 'Regardez votre messagerie')
  expect(await unheard(page)).toEqual([])

  await signedIn(context)
  await page.goto('/compte')
  await page.getByLabel('Nom', { exact: true }).fill('Nouveau')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await said(page, 'Vos informations sont enregistrées.')
  await page.getByRole('button', { name: 'Télécharger' }).click()
  await said(page, 'Votre fichier est prêt')
  expect(await unheard(page)).toEqual([])
})

test('what the counter reports is in a status that was there before', async ({ page, context }) => {
  const { path, player } = await waitingTicket()
  await playAll(player, [await takeCode('infuseur')])
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await search(page).fill(player.email)
  await search(page).press('Enter')
  await said(page, 'Tickets trouvés')
  expect(await unheard(page)).toEqual([])

  await page.goto(path)
  await expect(validate(page)).toBeVisible()
  await handOver(page)
  await page.getByRole('button', { name: 'Annuler la remise' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Pourquoi ?').fill('Mauvais coffret')
  await dialog.getByRole('button', { name: 'annuler la remise' }).click()
  await said(page, 'La remise est annulée')
  expect(await unheard(page)).toEqual([])
})

test('how an export ends is in a status that was there before', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/exports')
  await page.getByRole('button', { name: /^Télécharger/ }).click()
  await said(page, /\.csv/)
  expect(await unheard(page)).toEqual([])
})

import { queue, shown, waitingTicket } from './counter-page.ts'
import { expect, reached, test } from './journey.ts'
import { makePerson, makeStaff, playAll, signedIn, takeCode } from './people.ts'

test('a player names their shop beside the QR code, whose queue then has the prize; all others come on demand [1.2/H]', async ({
  browser,
  baseURL,
}) => {
  const [player, elsewhere] = [
    await makePerson({ firstName: 'Camille', lastName: 'File' }),
    await waitingTicket('infuseur', 'lyon'),
  ]
  const code = await takeCode('coffret-39')
  await playAll(player, [code])
  const open = async (viewport: { width: number; height: number }, who: typeof player) => {
    const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport, locale: 'fr-FR' })
    await signedIn(context, who)
    return context.newPage()
  }

  const phone = await open({ width: 390, height: 844 }, player)
  await phone.goto('/mes-gains')
  await phone.getByRole('button', { name: 'Montrer en boutique' }).click()
  await phone.getByLabel('Votre boutique').selectOption('nice')
  await expect(phone.getByText(/C’est noté.+Thé Tip Top Nice/)).toBeVisible()
  await phone.reload()
  await phone.getByRole('button', { name: 'Montrer en boutique' }).click()
  await expect(phone.getByLabel('Votre boutique')).toHaveValue('nice')

  const tablet = await open({ width: 820, height: 1180 }, await makeStaff('employee'))
  await tablet.goto('/employe')
  await expect(queue(tablet).filter({ hasText: shown(code) })).toBeVisible()
  await expect(queue(tablet).filter({ hasText: shown(elsewhere.code) })).toHaveCount(0)
  reached('1.2/H')
  await tablet.getByRole('button', { name: /^Afficher les autres lots en attente \(\d+\)$/ }).click()
  const others = tablet.getByRole('list', { name: 'Les autres lots en attente' }).getByRole('listitem')
  await expect(others.filter({ hasText: shown(elsewhere.code) })).toContainText('Thé Tip Top Lyon')
  await expect(others.filter({ hasText: shown(code) })).toHaveCount(0)
  await expect(tablet.locator('main')).not.toContainText('@')
  await others
    .filter({ hasText: shown(elsewhere.code) })
    .getByRole('link')
    .click()
  await expect(tablet.getByText(elsewhere.name)).toBeVisible()
  await expect(tablet.locator('main')).not.toContainText('@')
  await tablet.goBack()
  await expect(others.filter({ hasText: shown(elsewhere.code) })).toBeVisible()
  await Promise.all([phone, tablet].map(page => page.context().close()))
})

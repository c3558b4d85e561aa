import { expect, test } from './journey.ts'
import { signedIn } from './people.ts'

test('a page that breaks says so, and works again once it is loaded again', async ({ page, context }) => {
  await signedIn(context)
  const errors: string[] = []
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  // No answer of the backend lacks the providers: this one makes the page throw.
  await page.route('**/api/me', async route => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), providers: null } })
  })
  await page.goto('/compte')
  const alert = page.getByRole('alert').filter({ hasText: 'Quelque chose n’a pas infusé' })
  await expect(alert).toContainText('Vos gains sont en sécurité')
  expect(errors.join('\n')).toMatch(/TypeError/)
  await expect(page.getByRole('link', { name: /Connecté : Alix/ })).toBeVisible()

  await page.unroute('**/api/me')
  await alert.getByRole('button', { name: 'Réessayer' }).click()
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toBeVisible()
  await expect(alert).toHaveCount(0)
})

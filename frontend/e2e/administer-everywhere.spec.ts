import { expectNoFinding } from './axe.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { inEnglish, administratorPages as pages, quiet } from './pages.ts'
import { makePerson, makeStaff, playAll, sessionEnds, signedIn, takeCode } from './people.ts'
import { watch } from './watch.ts'

const widths = [320, 360, 820, 1280]

/** On a phone, lists are cards and tables scroll: what differs from the desktop is checked there too. */
const looked = {
  phone: { width: 360, paths: ['/admin', '/admin/utilisateurs', '/admin/tickets', inEnglish('/admin/journal')] },
  desktop: { width: 1280, paths: pages },
}
for (const [size, { width, paths }] of Object.entries(looked))
  test(`axe finds nothing on the pages of the administration (${size})`, async ({ page, context }) => {
    test.slow()
    await page.setViewportSize({ width, height: 800 })
    await signedIn(context, await makeStaff('admin'))
    await playAll(await makePerson(), [await takeCode()])
    for (const path of paths) {
      await page.goto(path)
      await quiet(page)
      await page.locator('details').evaluateAll(all => {
        for (const details of all) (details as HTMLDetailsElement).open = true
      })
      await expectNoFinding(page)
    }
  })

test('axe finds nothing in the dialogs that ask before an account is changed', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const { email } = await makePerson({ firstName: 'Ada', lastName: 'Dialogue' })
  await page.goto(`/admin/utilisateurs?search=${encodeURIComponent(email)}`)
  await page.getByRole('link', { name: 'Ada Dialogue' }).click()
  await page.getByRole('button', { name: 'Désactiver le compte' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoFinding(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click()
  await page.getByLabel('Nouveau rôle').selectOption('Administrateur')
  await page.getByRole('button', { name: 'Changer le rôle' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoFinding(page)
})

test('no page of the administration scrolls sideways, breaks its policy or logs an error', async ({
  page,
  context,
}) => {
  test.slow()
  const seen = await watch(page)
  await signedIn(context, await makeStaff('admin'))
  await playAll(await makePerson({ lastName: 'Unnomquinefinitpasdesallongerencoreetencore' }), [await takeCode()])
  for (const path of [...pages, inEnglish('/admin'), inEnglish('/admin/tickets')]) {
    await page.goto(path)
    await quiet(page)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 740 })
      // A chart follows the width of its frame one render later.
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
          message: `${path} at ${width} pixels`,
        })
        .toBeLessThanOrEqual(0)
    }
  }
  expect(seen).toEqual({ violations: [], errors: [], strangers: [] })
})

test('every page of the administration says what the browser may do with it', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  for (const path of ['/admin', '/en/admin', '/admin/utilisateurs/1', '/en/admin/utilisateurs/1', '/admin/exports']) {
    const headers = (await page.goto(path))?.headers() ?? {}
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['content-security-policy'], path).not.toContain('unsafe')
    expect(headers['cache-control'], path).toContain('no-store')
  }
})

test('the administration is also in English, with English dates and numbers', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/en/admin')
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
  await expect(page.getByText('of 2,000 tickets')).toBeVisible()
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  await page.getByRole('link', { name: /Siège/ }).first().click()
  await expect(page).toHaveURL(/\/en\/admin\/utilisateurs\/\d+$/)
  await expect(page.getByText(/^\d{1,2} \w+ 20\d\d at \d\d:\d\d$/).first()).toBeVisible()
})

test('a list that cannot be loaded says so, and loads on another try', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  for (const [path, api] of [
    ['/admin', 'statistics'],
    ['/admin/utilisateurs', 'users'],
    ['/admin/tickets', 'tickets'],
    ['/admin/journal', 'audit'],
  ]) {
    await page.route(`${facts().webUrl}/api/admin/${api}*`, route => route.abort('internetdisconnected'))
    await page.goto(path ?? '')
    await expect(
      page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas à joindre nos serveurs.' }),
    ).toBeVisible()
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Réessayer' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas' })).toBeHidden()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await expect(page.locator('.label-frame').first()).toBeVisible()
  }
})

test('a late answer never replaces a newer one', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const late = Promise.withResolvers<void>()
  await page.route('**/api/admin/tickets?status=pending*', async route => {
    await late.promise
    await route.continue().catch(() => {})
  })
  await page.goto('/admin/tickets')
  await quiet(page)
  await page.getByLabel('État').selectOption('À remettre')
  await page.getByLabel('État').selectOption('Non joué')
  const state = page.getByRole('table', { name: 'Tickets' }).locator('tbody tr').first().getByRole('cell').nth(2)
  await expect(state).toHaveText('Non joué')
  late.resolve()
  await page.getByRole('button', { name: 'Suivants' }).click()
  await expect(page.getByRole('button', { name: 'Précédents' })).toBeVisible()
  await expect(state).toHaveText('Non joué')
})

test('a session that ends meanwhile leads to the sign-in, and from there back to the page with every filter', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/tickets?prize=infuseur')
  await quiet(page)
  await sessionEnds(context)
  await page.getByLabel('État').selectOption('À remettre')
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fadmin%2Ftickets%3Fprize%3Dinfuseur%26status%3Dpending$/)
})

test('nothing moves while the dashboard loads its figures', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await playAll(await makePerson(), [await takeCode()])
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.push(entry.value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/admin')
    await quiet(page)
    const shifted = await page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0),
    )
    expect(shifted, `at ${width} pixels`).toBeLessThan(0.1)
  }
})

test('the pages of a list can be turned with the keyboard alone', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/tickets?status=unclaimed')
  await quiet(page)
  await page.getByRole('button', { name: 'Suivants' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Tickets' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Précédents' })).toBeFocused()
})

import { expect, test } from './journey.ts'
import { counterPages, inEnglish, privatePages, publicPages, quiet } from './pages.ts'
import { makeStaff, signedIn, takeCode } from './people.ts'
import { watch } from './watch.ts'

const pages = [...publicPages, ...privatePages]

test('every page, found or not, says what the browser may do with it', async ({ request }) => {
  for (const path of [...pages, ...pages.map(inEnglish), '/nulle-part', '/en/nulle-part']) {
    const headers = (await request.get(path)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toContain('unsafe')
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    expect(headers['x-powered-by'], path).toBeUndefined()
  }
})

test('no page breaks its policy, logs an error or requests anything from another site', async ({ page, context }) => {
  test.slow()
  const seen = await watch(page)
  for (const path of [...publicPages, ...publicPages.map(inEnglish), '/nulle-part']) {
    await page.goto(path)
    await quiet(page)
  }
  await signedIn(context)
  for (const path of [...privatePages, ...privatePages.map(inEnglish)]) {
    await page.goto(path)
    await quiet(page)
  }
  await page.goto('/')
  await page.getByRole('link', { name: 'Jouer', exact: true }).click()
  await page.getByRole('textbox', { name: 'Code du ticket' }).fill(await takeCode())
  await page.getByRole('button', { name: 'Découvrir mon lot' }).click()
  await expect(page.getByRole('heading', { name: 'Félicitations' })).toBeVisible()
  expect(seen).toEqual({ violations: [], errors: [], strangers: [] })
})

test('the pages of the counter keep their policy behind the role check', async ({ page, context, request }) => {
  const seen = await watch(page)
  const { cookie } = await signedIn(context, await makeStaff('employee'))
  for (const path of [...counterPages, ...counterPages.map(inEnglish)]) {
    const headers = (await request.get(path, { headers: { cookie } })).headers()
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['content-security-policy'], path).not.toContain('unsafe')
    expect(headers, path).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    await page.goto(path)
    await quiet(page)
  }
  await page.getByRole('link', { name: 'Queue' }).click()
  await expect(page.getByRole('heading', { name: 'Waiting to be handed over' })).toBeVisible()
  expect(seen).toEqual({ violations: [], errors: [], strangers: [] })
})

test('a script that the page was not built with does not run', async ({ page }) => {
  const seen = await watch(page)
  await page.goto('/')
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.intruder = true'
    document.body.append(script)
  })
  await expect.poll(() => seen.violations.length).toBe(1)
  expect(await page.evaluate(() => 'intruder' in window)).toBe(false)
})

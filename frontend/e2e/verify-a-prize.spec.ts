import { readFile } from 'node:fs/promises'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { Contest } from '@tiptop/contract/contest.ts'
import type { InclusionProof } from '@tiptop/contract/proof.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { seeAll } from './pages.ts'
import { askApi, playAll, signedIn, takeCode } from './people.ts'
import { discover, field, modal } from './play-page.ts'

const verify = (page: Page) => page.getByRole('button', { name: 'Vérifier mon lot' })
const holds = (page: Page | Locator) =>
  page.getByText(/La preuve tient\s: ce ticket, à la place .* sur .*, avait ce lot avant l’ouverture/)
const theContest = async () => (await (await fetch(`${facts().apiUrl}/contest`)).json()) as Contest

/** A player who won this prize, with its code and proof. */
async function won(context: BrowserContext, prize = 'the-detox') {
  const player = await signedIn(context)
  const code = await takeCode(prize)
  await playAll(player, [code])
  const { body } = await askApi(`/me/tickets/${code}/proof`, player)
  return { code, proof: body as InclusionProof }
}

test('a player verifies a prize in the browser, and takes the proof away', async ({ page, context }) => {
  const { code, proof } = await won(context)
  await page.goto('/mes-gains')
  await verify(page).click()
  await expect(holds(modal(page))).toBeVisible()
  await expect(modal(page).getByRole('listitem')).toHaveCount(4)
  for (const step of await modal(page).getByRole('listitem').all()) await expect(step).toContainText('fait')
  await expect(modal(page)).toContainText((await theContest()).commitment?.root as string)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    modal(page).getByRole('button', { name: 'Télécharger la preuve' }).click(),
  ])
  expect(file.suggestedFilename()).toBe(`preuve-${code}.json`)
  expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toEqual(proof)
})

test('a prize can be verified right after the play', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/jeu')
  await field(page).fill(await takeCode())
  await discover(page).click()
  await verify(page).click()
  await expect(holds(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(holds(page)).toBeHidden()
  await expect(modal(page)).toBeVisible()
})

test('a proof that was changed is refused, and the page names what is wrong', async ({ page, context }) => {
  const { code, proof } = await won(context)
  let answer: unknown
  await page.route('**/proof', route => route.fulfill({ json: answer }))
  const [first = '', ...others] = proof.path
  for (const [wrong, said] of [
    [{ ...proof, root: '0'.repeat(64) }, 'Racine fausse'],
    [{ ...proof, treeSize: proof.treeSize - 1 }, 'Taille fausse'],
    [{ ...proof, code: 'ABCDEFGHJK' }, 'Code faux'],
    [{ ...proof, prize: { position: 5, slug: 'coffret-69' } }, 'Lot faux'],
    [{ ...proof, salt: '0'.repeat(32) }, 'Sel faux'],
    [{ ...proof, path: ['0'.repeat(first.length), ...others] }, 'Chemin faux'],
  ] as const) {
    answer = wrong
    await page.goto('/mes-gains')
    await expect(page.getByText(code.slice(5)).first()).toBeVisible()
    await verify(page).click()
    await expect(modal(page).getByRole('alert')).toContainText(said)
    await expect(modal(page).getByRole('listitem').filter({ hasText: 'échec' })).toHaveCount(1)
    await expect(holds(page)).toBeHidden()
  }
})

test('a downloaded proof is checked on the page about proofs, which shows the commitment', async ({
  page,
  context,
}) => {
  const { code, proof } = await won(context)
  const { commitment } = await theContest()
  await page.goto('/preuve')
  await seeAll(page)
  const main = page.getByRole('main')
  await expect(main).toContainText(commitment?.root as string)
  await expect(main.getByRole('listitem').filter({ hasText: '×' })).toHaveCount(5)
  const choose = (content: unknown) =>
    page.getByLabel('Fichier de la preuve').setInputFiles({
      name: 'preuve.json',
      mimeType: 'application/json',
      buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
    })
  await choose(proof)
  await expect(holds(page)).toBeVisible()
  await choose({ ...proof, salt: '0'.repeat(32) })
  await expect(page.getByRole('alert')).toContainText('Code ou sel faux')
  await page.getByLabel('Code du ticket de caisse').fill(code.toLowerCase())
  await expect(page.getByRole('alert')).toContainText('Sel faux')
  await choose('not JSON')
  await expect(page.getByRole('alert')).toContainText('Ce n’est pas une preuve')
})

test('the site serves what checks proofs as files to read, the one of the browser and the stand-alone one', async ({
  page,
  request,
}) => {
  await page.goto('/preuve')
  for (const [link, source] of [
    [/check-proof\.ts/, '../src/proof/check-proof.ts'],
    [/verify\.mjs/, '../public/preuve/verify.mjs'],
  ] as const) {
    const href = await page.getByRole('link', { name: link }).getAttribute('href')
    const answer = await request.get(href ?? '')
    expect(answer.headers()['content-type']).toMatch(/^text\//)
    expect(await answer.text()).toBe(await readFile(new URL(source, import.meta.url), 'utf8'))
  }
})

test.describe('without network', () => {
  test.use({ serviceWorkers: 'allow' })

  test('a proof that was fetched once is checked again', async ({ page, context }) => {
    test.slow()
    await won(context)
    await page.goto('/mes-gains')
    await verify(page).click()
    await expect(holds(page)).toBeVisible()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await context.setOffline(true)
    await page.reload()
    await verify(page).click()
    await expect(modal(page)).toContainText('voici la preuve gardée dans ce navigateur')
    await expect(holds(page)).toBeVisible()
  })
})

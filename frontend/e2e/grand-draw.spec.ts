import { readFile } from 'node:fs/promises'
import { expectNoFinding } from './axe.ts'
import { button, DRAW, ENTER, FREEZE, FREEZE_SECOND, number, openDraw, openFor } from './draw-page.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { quiet } from './pages.ts'
import { makePerson, makeStaff, signedIn, wonLongAgo } from './people.ts'

test('the bailiff and an administrator freeze the list and draw, and each participant finds their place', async ({
  page,
}) => {
  test.slow()
  const [first, second] = await Promise.all([
    makePerson({ firstName: 'Zélie', lastName: 'Oolong' }),
    makePerson({ firstName: 'Yann', lastName: 'Sencha' }),
  ])
  for (const person of [first, second, second]) await wonLongAgo(person)
  const { bailiff, admin, visitor } = await openDraw(page)
  await expect(visitor.getByText('la liste des participants va être arrêtée')).toBeVisible()

  await test.step('one confirmation does nothing but wait; the second one freezes', async () => {
    await button(bailiff, FREEZE).click()
    await expect(bailiff.getByText(/^Vous avez confirmé à .* En attente de l’autre personne/)).toBeVisible()
    await expect(button(bailiff, FREEZE)).toHaveCount(0)
    await expect(admin.getByText(/^Confirmé par le commissaire de justice à /)).toBeVisible()
    await expectNoFinding(admin)
    await button(admin, FREEZE_SECOND).dblclick()
    for (const each of [admin, bailiff]) await expect(each.getByText(/^Liste arrêtée le .* personnes/)).toBeVisible()
  })

  await test.step('the bailiff enters a number, which the administrator sees, and sees change', async () => {
    await expect(admin.getByText('En attente du nombre du commissaire de justice.')).toBeVisible()
    await number(bailiff).fill('12 345')
    await button(bailiff, ENTER).click()
    await expect(bailiff.getByText('Écrivez entre 6 et 64 chiffres')).toBeVisible()
    await expect(number(bailiff)).toBeFocused()
    await number(bailiff).fill('314 159 265')
    await button(bailiff, ENTER).click()
    await expect(bailiff.getByText('314\u202f159\u202f265')).toBeVisible()
    await expect(admin.getByText('314\u202f159\u202f265')).toBeVisible()
    await button(bailiff, 'Changer de nombre').click()
    await number(bailiff).fill('271828182')
    await button(bailiff, ENTER).click()
    await expect(admin.getByText('vient de changer de nombre')).toBeVisible()
    await expect(admin.getByText('271\u202f828\u202f182')).toBeVisible()
  })

  await test.step('an answer that is lost says so, and the second click draws once', async () => {
    await admin.route('**/api/draw/draw', route => route.abort('internetdisconnected'), { times: 1 })
    await button(admin, DRAW).click()
    await expect(admin.getByText('cliquer une seconde fois est sans risque')).toBeVisible()
    await expectNoFinding(admin)
    await button(admin, DRAW).click()
    for (const each of [admin, bailiff]) await expect(each.getByText(/^Tiré au sort le /)).toBeVisible()
    await expect(button(admin, DRAW)).toHaveCount(0)
  })

  await test.step('both learn who has won, on demand, and have the minutes', async () => {
    const address = bailiff.getByRole('region', { name: '3. Le résultat' }).getByText('@example.test')
    await expect(address).toHaveCount(0)
    await button(bailiff, 'Afficher son identité').click()
    await expect(address).toBeVisible()
    await quiet(bailiff)
    await expectNoFinding(bailiff)
    const [download] = await Promise.all([
      bailiff.waitForEvent('download'),
      button(bailiff, 'Télécharger le procès-verbal (PDF)').click(),
    ])
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
  })

  await test.step('anyone sees the initial and the inputs, and takes the files away', async () => {
    await visitor.reload()
    await expect(visitor.getByText('La personne gagnante', { exact: true })).toBeVisible()
    await expect(visitor.getByText('271828182')).toBeVisible()
    await expectNoFinding(visitor)
    for (const name of ['Télécharger la liste (entries.txt)', 'Télécharger le tirage (draw.json)']) {
      const href = await visitor.getByRole('link', { name }).getAttribute('href')
      expect((await visitor.request.get(`${facts().closedApiUrl}${href?.replace('/api', '')}`)).status(), name).toBe(
        200,
      )
    }
  })

  await test.step('a participant’s browser checks that they are on the list; others read why they are not', async () => {
    const participant = await openFor(page, first, '/grand-lot')
    await button(participant, 'Vérifier ma place').click()
    await expect(participant.getByText(/^Vous êtes sur la liste, à la place/)).toBeVisible()
    const forger = await openFor(page, second, '/grand-lot')
    await forger.route('**/api/me/draw', async route => {
      const answer = await route.fetch({ url: `${facts().closedApiUrl}/me/draw` })
      const body = await answer.json()
      await route.fulfill({ json: { ...body, proof: { ...body.proof, index: body.proof.index + 1 } } })
    })
    await button(forger, 'Vérifier ma place').click()
    await expect(forger.getByText('La preuve ne mène pas à l’empreinte publiée.')).toBeVisible()
    const stranger = await openFor(page, await makePerson(), '/grand-lot')
    await button(stranger, 'Vérifier ma place').click()
    await expect(stranger.getByText('Ce compte n’a joué aucun code pendant le jeu')).toBeVisible()
  })

  for (const each of [bailiff, admin, visitor]) await each.context().close()
})

test('before the end of claims nothing can be confirmed, and the page says when', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/tirage')
  await expect(page.getByText('La liste s’arrête après la fin des retraits')).toBeVisible()
  await expect(button(page, FREEZE)).toHaveCount(0)
})

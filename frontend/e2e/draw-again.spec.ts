import type { Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { button, DRAW, ENTER, FREEZE, FREEZE_SECOND, number, openDraw } from './draw-page.ts'
import { expect, test } from './journey.ts'
import { seeAll } from './pages.ts'
import { mailSaying, makePerson, pastDraw, setClock } from './people.ts'

const NO_ANSWER = 'Sans nouvelles de cette personne après trois appels'
const IRREGULAR = 'La liste lue à voix haute n’était pas la bonne'

const reason = (page: Page) => page.getByLabel('Motif (obligatoire)')

/** @returns the e-mail address of the person whose turn it is, as this page shows it */
async function winnerOn(page: Page): Promise<string> {
  await button(page, 'Afficher son identité').click()
  const address = page.getByText(/^alix-.*@example\.test$/)
  return (await address.textContent()) ?? ''
}

test('an alternate is called after the deadline, a draw is repeated with a reason, and the grand prize is handed over', async ({
  page,
}) => {
  test.slow()
  const players = await Promise.all(
    ['Oolong', 'Sencha', 'Darjeeling', 'Rooibos'].map(lastName => makePerson({ lastName })),
  )
  const apiUrl = await pastDraw(players, { at: '2023-09-04T08:00:00Z' })
  const { bailiff, admin, visitor } = await openDraw(page, apiUrl)
  await button(bailiff, FREEZE).click()
  await button(admin, FREEZE_SECOND).click()
  await number(bailiff).fill('161803398')
  await button(bailiff, ENTER).click()
  await button(admin, DRAW).click()
  await expect(admin.getByText(/^Elle a jusqu’au 4\soctobre 2023/)).toBeVisible()
  const first = await winnerOn(admin)
  await mailSaying(first, /vous gagnez le grand lot/)

  await test.step('the winner has their time, and the next alternate is called with a reason once it has passed', async () => {
    await expect(admin.getByText('Possible quand le délai de réponse est passé.')).toBeVisible()
    await expect(button(admin, 'Appeler le suppléant')).toHaveCount(0)
    await setClock(apiUrl, '2023-10-05T08:00:00Z')
    await reason(admin).fill('absent')
    await button(admin, 'Appeler le suppléant').click()
    await expect(admin.getByText('Écrivez le motif, en dix caractères au moins')).toBeVisible()
    await expect(reason(admin)).toBeFocused()
    await reason(admin).fill(NO_ANSWER)
    await button(admin, 'Appeler le suppléant').dblclick()
    for (const each of [admin, bailiff]) {
      await expect(each.getByRole('cell', { name: 'sans réponse' })).toHaveCount(1)
      await expect(each.getByText(/^Elle a jusqu’au 4\snovembre 2023/)).toBeVisible()
    }
    const second = await winnerOn(admin)
    expect(second).not.toBe(first)
    await mailSaying(second, /c’est maintenant votre tour/)
    await visitor.reload()
    await seeAll(visitor)
    await expect(visitor.getByText(/^Suppléant n°\s1\s: ceux d’avant ne se sont pas présentés à temps/)).toBeVisible()
  })

  await test.step('another draw needs a reason and a number of its own, and the first one stays', async () => {
    await expect(admin.getByText('Le commissaire de justice commence')).toBeVisible()
    await button(bailiff, 'Préparer un nouveau tirage').click()
    await number(bailiff).fill('161803398')
    await button(bailiff, ENTER).click()
    await expect(bailiff.getByText('Écrivez le motif, en dix caractères au moins')).toBeVisible()
    await reason(bailiff).last().fill(IRREGULAR)
    await button(bailiff, ENTER).click()
    await expect(bailiff.getByText('Ce nombre a déjà servi')).toBeVisible()
    await number(bailiff).fill('141421356')
    await button(bailiff, ENTER).click()
    await expect(admin.getByText('141\u202f421\u202f356')).toBeVisible()
    await expect(admin.getByText(IRREGULAR)).toBeVisible()
    await button(admin, DRAW).click()
    for (const each of [admin, bailiff]) {
      await expect(each.getByRole('heading', { name: /^Tirage n°\s2, le 5\soctobre 2023/ })).toBeVisible()
      await expect(each.getByRole('heading', { name: /^Tirage n°\s1, le 4\sseptembre 2023/ })).toBeVisible()
      await expect(each.getByText(new RegExp(`^Motif\\s: ${IRREGULAR}$`))).toBeVisible()
    }
    await mailSaying(first, /Ce tirage a été refait devant le commissaire de justice/)
    await visitor.reload()
    await seeAll(visitor)
    await expect(visitor.getByText(IRREGULAR)).toBeVisible()
    await expect(visitor.getByText(/^Sans effet\s: ce tirage a été refait/)).toHaveCount(1)
    await expect(visitor.getByRole('heading', { name: /^Tirage du / })).toHaveCount(2)
    await expectNoFinding(visitor)
  })

  await test.step('the prize is handed over once the identity card is checked, and nothing can be drawn any more', async () => {
    await button(bailiff, 'Le lot est remis').click()
    await expect(bailiff.getByText('Comparez la pièce d’identité, puis cochez.')).toBeVisible()
    await bailiff.getByLabel('La pièce d’identité correspond au nom').check()
    await button(bailiff, 'Le lot est remis').click()
    for (const each of [bailiff, admin]) {
      await expect(each.getByText('Le grand lot est remis.')).toBeVisible()
      await expect(button(each, 'Le lot est remis')).toHaveCount(0)
      await expect(each.getByRole('heading', { name: 'Refaire le tirage' })).toHaveCount(0)
    }
    await visitor.reload()
    await seeAll(visitor)
    await expect(visitor.getByText('Le grand lot lui est remis.')).toBeVisible()
    await expectNoFinding(bailiff)
  })

  for (const each of [bailiff, admin, visitor]) await each.context().close()
})

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expectNoFinding } from './axe.ts'
import { button, DRAW, ENTER, FREEZE, FREEZE_SECOND, number, openDraw } from './draw-page.ts'
import { expect, test } from './journey.ts'
import { seeAll } from './pages.ts'
import { makePerson, pastDraw, setClock } from './people.ts'

/** Rounds of drand's chain quicknet as it published them; 1000 came out on 23 August 2023 at 15:59:24 UTC. */
const ROUND = 1000
const SIGNATURE = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
const OF_ANOTHER_ROUND =
  'b6b6a585449b66eb12e875b64fcbab3799861a00e4dbf092d99e969a5eac57dd3f798acf61e705fe4f093db926626807'
const VERIFIER = join(import.meta.dirname, '..', 'public', 'grand-lot', 'verify.mjs')

test('an announced round of drand is waited for, its signature is checked and shown, and anyone computes the draw again', async ({
  page,
}) => {
  test.slow()
  const players = await Promise.all(['Oolong', 'Sencha', 'Darjeeling'].map(lastName => makePerson({ lastName })))
  const apiUrl = await pastDraw(players, { at: '2023-08-23T15:50:00Z', round: ROUND })
  const { bailiff, admin, visitor } = await openDraw(page, apiUrl)
  const signature = admin.getByLabel('Signature de l’aléa annoncé')
  const confirmWith = async (pasted: string) => {
    await signature.fill(pasted)
    await button(admin, DRAW).click()
  }

  await test.step('everyone reads which round counts, and when it comes out', async () => {
    for (const each of [bailiff, admin, visitor])
      await expect(
        each.getByText(/^Aléa public annoncé\s: .*n°\s1000.*, à paraître le 23\saoût 2023 à 17\s?[:h]\s?59/),
      ).toBeVisible()
    await button(bailiff, FREEZE).click()
    await button(admin, FREEZE_SECOND).click()
    await number(bailiff).fill('161803398')
    await button(bailiff, ENTER).click()
    await expect(admin.getByText('161\u202f803\u202f398')).toBeVisible()
  })

  await test.step('before it is out, no signature draws', async () => {
    await confirmWith('b446')
    await expect(admin.getByText('Une signature a 96 chiffres hexadécimaux.')).toBeVisible()
    await expect(signature).toBeFocused()
    await confirmWith(SIGNATURE)
    await expect(admin.getByText('L’aléa public annoncé n’est pas encore paru')).toBeVisible()
  })

  await test.step('once it is out, the number stays and no other signature draws', async () => {
    await setClock(apiUrl, '2023-08-23T15:59:30Z')
    await button(bailiff, 'Changer de nombre').click()
    await number(bailiff).fill('271828182')
    await button(bailiff, ENTER).click()
    await expect(bailiff.getByText('le nombre saisi avant sa parution est le seul qui compte')).toBeVisible()
    await confirmWith(OF_ANOTHER_ROUND)
    await expect(admin.getByText('Cette signature n’est pas celle de l’aléa annoncé.')).toBeVisible()
  })

  await test.step('its signature draws, and stands beside the number', async () => {
    await confirmWith(`"${SIGNATURE}"`)
    for (const each of [admin, bailiff]) {
      await expect(each.getByText(/^Tiré au sort le /)).toBeVisible()
      await expect(each.getByText(/signature du n°\s1000 de drand \(quicknet\), vérifiée/)).toBeVisible()
    }
    await expectNoFinding(admin)
    await visitor.reload()
    await seeAll(visitor)
    await expect(visitor.getByText(/^n°\s1000 de drand \(quicknet\)/)).toBeVisible()
    await expect(visitor.getByText('Sa signature')).toBeVisible()
    await expectNoFinding(visitor)
  })

  await test.step('the stand-alone verifier checks the signature and computes the same winner', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tiptop-verify-'))
    for (const name of ['entries.txt', 'draw.json']) {
      const answer = await visitor.request.get(`${apiUrl}/grand-draw/${name}`)
      await writeFile(join(folder, name), await answer.text())
    }
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFIER, folder])
    await rm(folder, { recursive: true })
    expect(stdout).toContain('✓ Liste : 3 participants')
    expect(stdout).toContain('✓ Tirage 1 : nombre 161803398, signature du tour vérifiée')
  })

  for (const each of [bailiff, admin, visitor]) await each.context().close()
})

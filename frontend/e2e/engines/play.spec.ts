import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shown } from '../counter-page.ts'
import { makePerson, PASSWORD, playAll, takeCode } from '../people.ts'
import { expect, test } from './journey.ts'

test('a new player registers, plays, sees the prize, shares it, finds it again and shows its QR code', async ({
  phone,
  engine,
}) => {
  const code = await takeCode('the-detox')
  await phone.open('/inscription?suite=/jeu')
  await phone.fill('Prénom', 'Noa')
  await phone.fill('Nom', 'Essai')
  await phone.fill('Adresse e-mail', `noa-${Date.now()}-${process.pid}@example.test`)
  await phone.fill('Mot de passe', PASSWORD)
  await phone.fill('Jour', '7')
  await phone.fill('Mois', '3')
  await phone.fill('Année', '1990')
  await phone.press('checkbox', 'règlement')
  await phone.press('button', 'Créer mon compte')
  await phone.arrives('/jeu')
  await phone.sees('link', 'Connecté : Noa')

  await phone.fill('Code du ticket', shown(code).toLowerCase())
  await phone.press('button', 'Découvrir mon lot')
  await phone.sees('dialog', 'Thé détox ou infusion')
  const isShown = () => document.querySelector('dialog [data-phase="shown"] [data-prize]') !== null
  await phone.until('the prize is open', () => phone.run(isShown))
  await phone.press('button', 'Partager')
  await phone.sees('status', 'L’image est dans vos téléchargements')
  const card = await phone.until('the card is saved', async () => {
    const saved = await readFile(join(engine.downloads, 'the-tip-top.png'))
    // A browser makes the file first, and its content follows.
    return saved.includes('IEND') && saved
  })
  expect(card.subarray(1, 4).toString()).toBe('PNG')
  await phone.press('link', 'Voir mes gains')
  await phone.arrives('/mes-gains')
  await phone.sees('item', shown(code))

  await phone.press('button', 'Montrer en boutique')
  await phone.sees('dialog', shown(code))
  const drawn = await phone.run(() => {
    const picture = document.querySelector('dialog [data-qr]')
    const { width, height } = picture?.getBoundingClientRect() ?? { width: 0, height: 0 }
    return { code: picture?.getAttribute('data-qr'), width, height }
  })
  expect(drawn.code).toBe(code)
  expect(Math.min(drawn.width, drawn.height), 'large enough for a scanner').toBeGreaterThan(240)
})

test('a player signs in and out, and a code that was played before is refused', async ({ phone }) => {
  const [ada, other] = [await makePerson({ firstName: 'Ada' }), await makePerson()]
  const code = await takeCode()
  await playAll(other, [code])
  await phone.open('/connexion?suite=/jeu')
  await phone.fill('Adresse e-mail', ada.email)
  await phone.fill('Mot de passe', PASSWORD)
  await phone.press('button', 'Se connecter')
  await phone.arrives('/jeu')
  await phone.fill('Code du ticket', code)
  await phone.press('button', 'Découvrir mon lot')
  await phone.sees('dialog', 'Ce ticket a déjà été joué')
  await phone.press('button', 'Revenir à mon code')
  await phone.press('button', 'Se déconnecter')
  await phone.sees('link', 'Se connecter')
  await phone.open('/mes-gains')
  await phone.arrives('/connexion?suite=%2Fmes-gains')
})

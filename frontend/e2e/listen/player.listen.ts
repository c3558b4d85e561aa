import { makePerson, takeCode } from '../people.ts'
import { test } from './journey.ts'

test('a player hears what the field wants, and how much of the code is missing', async ({ listener }) => {
  const { page, open, reach, type, press, hears } = listener
  await page.signIn(await makePerson())
  await open('/jeu')
  await reach('Code du ticket entry')
  await type('ZZ')
  await hears('Encore 8 caractères.')
  await press('BackSpace', 'BackSpace')
  await type(await takeCode('coffret-39'))
  await hears('Le code est complet.')
})

test('a visitor hears that no field is wrong yet, that a password is, and the way past the menu', async ({
  listener,
}) => {
  const { open, reach, type, press, hears } = listener
  const { email } = await makePerson()
  await open('/connexion')
  await reach('Aller au contenu link')
  await reach('Adresse e-mail entry required.\nTous les champs')
  await type(email)
  await press('Tab')
  await hears('Mot de passe password text')
  await type('pas le bon mot de passe')
  await press('Return')
  await hears('L’adresse e-mail ou le mot de passe')
})

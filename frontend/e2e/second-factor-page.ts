import type { Locator, Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { expect } from './journey.ts'
import { leaveSignedOut, makeStaff, PASSWORD, type SignedIn, signedIn } from './people.ts'

/** Where the account page sets factors up. */
export const card = (page: Page) => page.getByRole('region', { name: 'Double authentification' })

/** A member of staff on their account page, whose card is loaded. */
export async function onAccountPage(page: Page, role: 'admin' | 'employee' = 'admin', path = '/compte') {
  const member = await makeStaff(role)
  await signedIn(page.context(), member)
  await page.goto(path)
  return member
}

export async function signOutAndIn(page: Page, { email }: SignedIn, landing = '/admin') {
  await leaveSignedOut(page)
  await page.goto(`/connexion?suite=${encodeURIComponent(landing)}`)
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Encore une étape' })).toBeVisible()
  await expect(page.getByLabel('Adresse e-mail')).toBeHidden()
}

/** Gives this page's browser an authenticator as phones and computers have. */
export async function withAuthenticator(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Sets an app up on the account page, or in this part of a page. @returns what a phone would know, and the recovery codes */
export async function setUpApp(page: Page, part: Locator = card(page)) {
  await part.getByRole('button', { name: 'Installer une application' }).click()
  await expect(part.getByRole('img', { name: 'QR code à scanner' })).toBeVisible()
  const secret = (await part.locator('[data-secret]').innerText()).replace(/\s/g, '')
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  await part.getByRole('textbox', { name: 'Code que montre l’application' }).fill(app.generate())
  await part.getByRole('button', { name: 'Vérifier le code' }).click()
  const codes = part.getByRole('list', { name: 'Codes de secours' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  return { app, codes: await codes.allInnerTexts() }
}

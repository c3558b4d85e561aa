import { type Configuration, fetchUserInfo } from 'openid-client'
import { z } from 'zod'
import type { ProviderTokens, ProviderWish } from './oauth.ts'
import { givenProof, givenText, type ProviderPerson, subject, usableEmail, usableName } from './provider-person.ts'
import { refusing } from './provider-refusal.ts'

/** Asks which account to use, because several people use a shop's tablet. */
export const googleWish: ProviderWish = {
  scope: 'openid email profile',
  extras: { prompt: 'select_account' },
  signedIdentity: true,
}

const claims = z.object({
  sub: subject,
  email: givenText,
  email_verified: givenProof,
  given_name: givenText,
  family_name: givenText,
})

/** Who signed in at Google: OpenID Connect's userinfo, which must be that of the person in the identity token. */
export async function askGoogle(provider: Configuration, tokens: ProviderTokens): Promise<ProviderPerson> {
  const { userinfo_endpoint: url = '' } = provider.serverMetadata()
  const person = await refusing(url, async () => {
    const signed = tokens.claims()?.sub ?? ''
    return claims.parse(await fetchUserInfo(provider, tokens.access_token, signed))
  })
  return {
    subject: person.sub,
    email: usableEmail(person.email),
    emailVerified: person.email_verified,
    firstName: usableName(person.given_name),
    lastName: usableName(person.family_name),
  }
}

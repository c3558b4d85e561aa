import { type Configuration, fetchUserInfo } from 'openid-client'
import { z } from 'zod'
import type { ProviderTokens, ProviderWish } from './oauth.ts'
import { type ProviderPerson, usableEmail, usableName } from './provider-person.ts'
import { refusing } from './provider-refusal.ts'

/** Asks which account to use, because several people use a shop's tablet. */
export const googleWish: ProviderWish = {
  scope: 'openid email profile',
  extras: { prompt: 'select_account' },
  signedIdentity: true,
}

const claims = z.object({
  sub: z.string(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
})

/** Who signed in at Google: OpenID Connect's userinfo, which must be that of the person in the identity token. */
export async function askGoogle(provider: Configuration, tokens: ProviderTokens): Promise<ProviderPerson> {
  const { userinfo_endpoint: url = '' } = provider.serverMetadata()
  const person = await refusing(url, async () => {
    const subject = tokens.claims()?.sub ?? ''
    return claims.parse(await fetchUserInfo(provider, tokens.access_token, subject))
  })
  return {
    subject: person.sub,
    email: usableEmail(person.email),
    emailVerified: person.email_verified === true,
    firstName: usableName(person.given_name),
    lastName: usableName(person.family_name),
  }
}

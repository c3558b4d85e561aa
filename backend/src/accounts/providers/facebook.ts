import { createHmac } from 'node:crypto'
import { type Configuration, fetchProtectedResource } from 'openid-client'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import type { ProviderTokens, ProviderWish } from './oauth.ts'
import { givenText, type ProviderPerson, subject, usableEmail, usableName } from './provider-person.ts'
import { refusing } from './provider-refusal.ts'

/** Asks for the address again if it was withheld the last time: otherwise Facebook would not ask any more. */
export const facebookWish: ProviderWish = {
  scope: 'email public_profile',
  extras: { auth_type: 'rerequest' },
  signedIdentity: false,
}

const fields = z.object({
  id: subject,
  email: givenText,
  first_name: givenText,
  last_name: givenText,
})

/**
 * Who signed in at Facebook. It does not say whether the address was verified, so it counts as unverified. Facebook
 * wants `appsecret_proof` from servers, so that a token stolen elsewhere is useless (Graph API, "Securing requests").
 */
export async function askFacebook(provider: Configuration, tokens: ProviderTokens): Promise<ProviderPerson> {
  const { client_secret: secret = '' } = provider.clientMetadata()
  const proof = createHmac('sha256', secret).update(tokens.access_token).digest('hex')
  const url = new URL(provider.serverMetadata().userinfo_endpoint ?? '')
  url.searchParams.set('fields', Object.keys(fields.shape).join(','))
  url.searchParams.set('appsecret_proof', proof)
  const person = await refusing(url.href, async () => {
    const answer = await fetchProtectedResource(provider, tokens.access_token, url, 'GET')
    if (!answer.ok) throw new Refusal('provider-refused', { detail: `answered ${answer.status}` })
    return fields.parse(await answer.json().catch(() => null))
  })
  return {
    subject: person.id,
    email: usableEmail(person.email),
    emailVerified: false,
    firstName: usableName(person.first_name),
    lastName: usableName(person.last_name),
  }
}

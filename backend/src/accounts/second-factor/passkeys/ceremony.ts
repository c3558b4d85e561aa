import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { NewPasskey, PasskeyAnswer, PasskeyOptions } from '@tiptop/contract/second-factor.ts'
import type { Config } from '../../../config.ts'
import type { DatabaseTools } from '../../../database/database.ts'
import { listPasskeys, storeChallenge, takeChallenge } from './queries.ts'

/** EdDSA, ES256 and RS256, as COSE numbers them. */
const ALGORITHMS = [-8, -7, -257]

type CeremonyTools = DatabaseTools & { config: Pick<Config, 'web'> }
type Holder = { sessionId: string; userId: number }

/**
 * The two ceremonies of WebAuthn (level 2, sections 7.1 and 7.2) for a session. The challenge belongs to the session and
 * is good for five minutes and one answer. The person's presence is required; the authenticator may also ask for their
 * finger or PIN, which is not: the password was the other factor.
 */
export async function askForNewPasskey(
  tools: CeremonyTools,
  holder: Holder & { email: string },
): Promise<PasskeyOptions> {
  const { sessionId, userId, email } = holder
  const options = await generateRegistrationOptions({
    rpName: 'Thé Tip Top',
    rpID: siteOf(tools).rpID,
    userName: email,
    userDisplayName: email,
    userID: new TextEncoder().encode(String(userId)),
    excludeCredentials: await knownPasskeys(tools, userId),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  await storeChallenge(tools.db, sessionId, options.challenge, tools.now())
  return { ...options }
}

export async function askForPasskey(tools: CeremonyTools, { sessionId, userId }: Holder): Promise<PasskeyOptions> {
  const options = await generateAuthenticationOptions({
    rpID: siteOf(tools).rpID,
    allowCredentials: await knownPasskeys(tools, userId),
    userVerification: 'discouraged',
  })
  await storeChallenge(tools.db, sessionId, options.challenge, tools.now())
  return { ...options }
}

/** @returns the passkey that the answer proves, or null */
export async function verifyNewPasskey(tools: CeremonyTools, { sessionId }: Holder, answer: NewPasskey['credential']) {
  const challenge = await answeredChallenge(tools, sessionId, answer)
  if (challenge === null) return null
  const { rpID: expectedRPID, origin: expectedOrigin } = siteOf(tools)
  const { registrationInfo } = await verifyRegistrationResponse({
    response: answer as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: false,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => ({ registrationInfo: undefined }))
  if (!registrationInfo) return null
  const { id, publicKey, counter } = registrationInfo.credential
  return { id, publicKey, counter, transports: answer.response.transports ?? [] }
}

/** @returns the account's passkey that signed, with its new counter, or null */
export async function verifyPasskey(tools: CeremonyTools, { sessionId, userId }: Holder, answer: PasskeyAnswer) {
  const challenge = await answeredChallenge(tools, sessionId, answer)
  const passkey = (await listPasskeys(tools.db, userId)).find(({ id }) => id === answer.id)
  if (challenge === null || !passkey) return null
  const { rpID: expectedRPID, origin: expectedOrigin } = siteOf(tools)
  const verified = await verifyAuthenticationResponse({
    response: answer as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.public_key), counter: passkey.counter },
    requireUserVerification: false,
  }).catch(() => null)
  return verified?.verified ? { id: passkey.id, counter: verified.authenticationInfo.newCounter } : null
}

/** The challenge that an answer names, if it is the session's; it is used up, whatever else the answer holds. */
async function answeredChallenge(
  { db, now }: CeremonyTools,
  sessionId: string,
  answer: { response: { clientDataJSON: string } },
) {
  const challenge = challengeIn(answer.response.clientDataJSON)
  return challenge !== null && (await takeChallenge(db, sessionId, challenge, now())) ? challenge : null
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown }
    return typeof challenge === 'string' && /^[\w-]{10,200}$/.test(challenge) ? challenge : null
  } catch {
    return null
  }
}

async function knownPasskeys({ db }: CeremonyTools, userId: number) {
  return (await listPasskeys(db, userId)).map(({ id, transports }) => ({ id, transports }))
}

function siteOf({ config }: CeremonyTools) {
  return { rpID: new URL(config.web.url).hostname, origin: config.web.origin }
}

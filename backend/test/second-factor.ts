import { Secret, TOTP } from 'otpauth'
import { hashPassword } from '../src/accounts/password-hash.ts'
import { Authenticator } from './authenticator.ts'
import type { TestBackend } from './backend.ts'
import { Client } from './client.ts'
import { makeUser } from './make.ts'

const PASSWORD = 'une phrase pour les tests'

type StaffRole = 'admin' | 'bailiff' | 'employee'

/** A member of staff with a password, not signed in. */
export async function makeMember(backend: TestBackend, role: StaffRole | 'player' = 'admin') {
  const { db } = backend.tools
  const userId = await makeUser(backend.tools, { role })
  const user = await db
    .updateTable('users')
    .set({ password_hash: await passwordHash })
    .where('id', '=', userId)
    .returning('email')
    .executeTakeFirstOrThrow()
  const signIn = async () => {
    const client = new Client(backend)
    const answer = await client.post('/auth/login', { email: user.email, password: PASSWORD })
    return { client, answer }
  }
  return { userId, email: user.email, signIn }
}

const passwordHash = hashPassword(PASSWORD)

/** The app of a phone that holds this secret. */
export function codeOfApp(secret: string, at: Date): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at.getTime() })
}

/** Sets an app up for this client. @returns its secret and the recovery codes that came with it */
export async function setUpApp(client: Client, now: () => Date): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await client.post('/me/second-factor/app')).body
  const { body } = await client.post('/me/second-factor/app/first-code', { code: codeOfApp(secret, now()) })
  return { secret, recoveryCodes: body.recoveryCodes }
}

/** Sets a passkey up for this client. */
export async function setUpPasskey(client: Client, { name = 'Ma clé', counts = true } = {}) {
  const key = new Authenticator({ counts })
  const options = (await client.post('/me/second-factor/passkeys/options')).body
  const answer = await client.post('/me/second-factor/passkeys', { name, credential: key.create(options) })
  return { key, answer }
}

/** Signs with a passkey at the second step. */
export async function passWithKey(client: Client, key: Authenticator) {
  const options = (await client.post('/auth/second-step/passkey/options')).body
  return client.post('/auth/second-step/passkey', key.get(options))
}

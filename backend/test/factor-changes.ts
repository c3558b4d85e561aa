import { Authenticator } from './authenticator.ts'
import type { TestBackend } from './backend.ts'
import type { Client } from './client.ts'
import { codeOfApp, makeMember, setUpApp, setUpPasskey } from './second-factor.ts'

type Who = Client & { userId: number }
type FactorChange = { who: Who; url: string; body?: object }

const idOf = (key: Authenticator) => key.id.toString('base64url')
const STEP_MS = 30_000

/** Each change of a second factor that an employee can make, and each way through the second step, in a form that succeeds. */
export function factorChanges(backend: TestBackend): Record<string, () => Promise<FactorChange>> {
  const { now } = backend.tools
  const signIn = async (member: Awaited<ReturnType<typeof makeMember>>): Promise<Who> =>
    Object.assign((await member.signIn()).client, { userId: member.userId })
  const newcomer = async () => signIn(await makeMember(backend, 'employee'))

  async function withApp() {
    const member = await makeMember(backend, 'employee')
    const { secret, recoveryCodes } = await setUpApp(await signIn(member), now)
    // The code that set it up is used up.
    backend.clock.at = new Date(now().getTime() + STEP_MS)
    return { who: await signIn(member), code: codeOfApp(secret, now()), recoveryCode: recoveryCodes[0] }
  }
  async function withPasskey() {
    const member = await makeMember(backend, 'employee')
    const first = await signIn(member)
    const { key } = await setUpPasskey(first)
    return { first, key, who: await signIn(member), url: `/me/second-factor/passkeys/${idOf(key)}` }
  }

  return {
    'POST /auth/second-step/passkey/options': async () => {
      return { who: (await withPasskey()).who, url: '/auth/second-step/passkey/options' }
    },
    'POST /auth/second-step/passkey': async () => {
      const { who, key } = await withPasskey()
      const options = (await who.post('/auth/second-step/passkey/options')).body
      return { who, url: '/auth/second-step/passkey', body: key.get(options) }
    },
    'POST /auth/second-step/app': async () => {
      const { who, code } = await withApp()
      return { who, url: '/auth/second-step/app', body: { code } }
    },
    'POST /auth/second-step/recovery-code': async () => {
      const { who, recoveryCode: code } = await withApp()
      return { who, url: '/auth/second-step/recovery-code', body: { code } }
    },
    'POST /me/second-factor/passkeys/options': async () => {
      return { who: await newcomer(), url: '/me/second-factor/passkeys/options' }
    },
    'POST /me/second-factor/passkeys': async () => {
      const who = await newcomer()
      const options = (await who.post('/me/second-factor/passkeys/options')).body
      const credential = new Authenticator().create(options)
      return { who, url: '/me/second-factor/passkeys', body: { name: 'Clé', credential } }
    },
    'POST /me/second-factor/app': async () => ({ who: await newcomer(), url: '/me/second-factor/app' }),
    'POST /me/second-factor/app/first-code': async () => {
      const who = await newcomer()
      const { secret } = (await who.post('/me/second-factor/app')).body
      return { who, url: '/me/second-factor/app/first-code', body: { code: codeOfApp(secret, now()) } }
    },
    'PATCH /me/second-factor/passkeys/{id}': async () => {
      const { first: who, url } = await withPasskey()
      return { who, url, body: { name: 'Clé du bureau' } }
    },
    'DELETE /me/second-factor/passkeys/{id}': async () => {
      const { first: who, url } = await withPasskey()
      return { who, url }
    },
    'DELETE /me/second-factor/app': async () => {
      const who = await newcomer()
      await setUpApp(who, now)
      return { who, url: '/me/second-factor/app' }
    },
    'POST /me/second-factor/recovery-codes': async () => {
      return { who: (await withPasskey()).first, url: '/me/second-factor/recovery-codes' }
    },
  }
}

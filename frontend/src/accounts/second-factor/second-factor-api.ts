import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { Profile } from '@tiptop/contract/accounts.ts'
import type { AddedFactor, NewApp, PasskeyOptions, SecondFactor, SecondStep } from '@tiptop/contract/second-factor.ts'
import { type Answer, type Failure, request } from '../../api-client.ts'

/** The requests of the second step and of one's own second factors, which players do not load. */
export const secondFactorApi = {
  step: () => request<SecondStep>('GET', '/auth/second-step'),
  passkeyStep: () => withPasskey<Profile>('/auth/second-step/passkey', answerPasskey),
  appStep: (code: string) => request<Profile>('POST', '/auth/second-step/app', { code }),
  recoveryStep: (code: string) => request<Profile>('POST', '/auth/second-step/recovery-code', { code }),
  factors: () => request<SecondFactor>('GET', '/me/second-factor'),
  addPasskey: (name: string) =>
    withPasskey<AddedFactor>('/me/second-factor/passkeys', async options => {
      return { name, credential: await makePasskey(options) }
    }),
  renamePasskey: (id: string, name: string) => request<null>('PATCH', `/me/second-factor/passkeys/${id}`, { name }),
  removePasskey: (id: string) => request<null>('DELETE', `/me/second-factor/passkeys/${id}`),
  newApp: () => request<NewApp>('POST', '/me/second-factor/app'),
  firstCode: (code: string) => request<AddedFactor>('POST', '/me/second-factor/app/first-code', { code }),
  removeApp: () => request<null>('DELETE', '/me/second-factor/app'),
  newRecoveryCodes: () => request<AddedFactor>('POST', '/me/second-factor/recovery-codes'),
}

/** As a refusal: the user turned away from the browser's question, or has no passkey for this site here. */
const NO_PASSKEY: { ok: false; failure: Failure } = {
  ok: false,
  failure: { kind: 'refused', code: 'second-factor-wrong', retryAfterSeconds: null, fields: [] },
}

/** Asks the backend what to ask the browser, asks the browser, and sends its answer. */
async function withPasskey<Value>(
  path: string,
  askBrowser: (options: PasskeyOptions) => Promise<object>,
): Promise<Answer<Value>> {
  const options = await request<PasskeyOptions>('POST', `${path}/options`)
  if (!options.ok) return options
  const answer = await askBrowser(options.value).catch(() => null)
  return answer ? request<Value>('POST', path, answer) : NO_PASSKEY
}

function answerPasskey(options: PasskeyOptions): Promise<object> {
  return startAuthentication({ optionsJSON: options as never })
}

function makePasskey(options: PasskeyOptions): Promise<object> {
  return startRegistration({ optionsJSON: options as never })
}

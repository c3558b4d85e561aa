import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { startFacebook, startGoogle } from '../../../test/providers.ts'
import { refused, signIn } from '../../../test/through-provider.ts'

const google = await startGoogle()
const facebook = await startFacebook()
afterAll(() => Promise.all([google.stop(), facebook.stop()]))
const backend = await startBackend({ ...google.env, ...facebook.env })
const email = 'alix@example.test'
beforeEach(() => {
  google.failure = null
  facebook.person = { subject: 'f-1', email, firstName: 'Sacha', lastName: 'Démo' }
})
afterEach(() => vi.restoreAllMocks())

test.each([
  ['google', 'token-500', '/token answered 500'],
  ['google', 'profile-500', '/userinfo answered 500'],
  ['facebook', 'profile-500', '/me answered 500'],
] as const)(
  'of a failure of %s (%s) the log says where and what, and nothing of the person',
  async (name, failure, reason) => {
    const warn = vi.spyOn(backend.app.log, 'warn')
    const error = vi.spyOn(backend.app.log, 'error')
    const provider = name === 'google' ? google : facebook
    provider.failure = failure
    expect(await signIn(new Client(backend), name)).toBe(refused('provider-refused'))
    expect(warn.mock.calls).toEqual([
      [{ reason: expect.stringContaining(reason), requestId: expect.any(String) }, 'a provider failed'],
    ])
    expect(JSON.stringify(warn.mock.calls)).not.toContain(email)
    expect(error).not.toHaveBeenCalled()
  },
)

test('a failure of our own at the end of a flow is logged as an error', async () => {
  const error = vi.spyOn(backend.app.log, 'error')
  vi.spyOn(backend.tools.db, 'transaction').mockImplementation(() => {
    throw new TypeError('a bug')
  })
  expect(await signIn(new Client(backend), 'google')).toBe(refused('internal-error'))
  expect(error.mock.calls).toEqual([
    [{ err: expect.objectContaining({ message: 'a bug' }), requestId: expect.any(String) }, 'unexpected error'],
  ])
})

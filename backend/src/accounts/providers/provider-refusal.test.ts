import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Refusal } from '../../refusal.ts'
import { refusing } from './provider-refusal.ts'

const SECRET = 'ya29.a-token-that-nobody-may-read'
const url = `https://provider.example.test/token?appsecret_proof=${SECRET}`
const response = new Response(SECRET, { status: 401 })
const bodyError = (error: string) =>
  new ResponseBodyError(SECRET, { cause: { error, error_description: SECRET }, response })
const sentBack = (error: string) =>
  new AuthorizationResponseError(SECRET, { cause: new URLSearchParams({ error, error_description: SECRET }) })

test.each([
  ['an error of OAuth', bodyError('invalid_client'), 'answered 401 OAUTH_RESPONSE_BODY_ERROR invalid_client'],
  ['an error that hides a token', bodyError(SECRET), 'answered 401 OAUTH_RESPONSE_BODY_ERROR'],
  ['an error by the browser', sentBack('server_error'), 'OAUTH_AUTHORIZATION_RESPONSE_ERROR server_error'],
  [
    'another status',
    Object.assign(new ClientError(SECRET, { cause: response }), { code: 'NOT_CONFORM' }),
    'answered 401 NOT_CONFORM',
  ],
  ['a network that is down', new TypeError('fetch failed', { cause: SECRET }), 'cannot be reached'],
  ['another content', z.object({}).safeParse(SECRET).error, 'answered in an unexpected form'],
])('of %s the log learns where and what, and no token', async (_what, error, reason) => {
  const refusal: Refusal = await refusing(url, () => Promise.reject(error)).catch(refusal => refusal)
  expect(refusal).toMatchObject({ code: 'provider-refused', detail: `provider.example.test/token ${reason}` })
  expect(`${refusal.message} ${refusal.stack} ${JSON.stringify(refusal)} ${String(refusal.cause)}`).not.toContain(
    SECRET,
  )
})

test('a person who declines is not in the log', async () => {
  const refusal = await refusing(url, () => Promise.reject(sentBack('access_denied'))).catch(refusal => refusal)
  expect(refusal).toMatchObject({ code: 'provider-refused', detail: undefined })
})

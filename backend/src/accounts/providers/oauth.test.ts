import { buildAuthorizationUrl } from 'openid-client'
import { expect, test } from 'vitest'
import { facebookWish } from './facebook.ts'
import { googleWish } from './google.ts'
import { openProvider } from './oauth.ts'

/** Whether a provider whose tokens and profiles are there is asked in plain http. */
function isAsked(origin: string, profileOrigin = origin): boolean {
  const credentials = { clientId: 'tiptop', clientSecret: 'secret', issuer: origin }
  const urls = { authorizeUrl: `${origin}/authorize`, tokenUrl: `${origin}/token`, profileUrl: `${profileOrigin}/me` }
  const provider = openProvider({ ...credentials, ...urls })
  try {
    return buildAuthorizationUrl(provider, {}).origin === origin
  } catch {
    return false
  }
}

test.each([
  'http://localhost:1',
  'http://127.0.0.1:1',
  'http://127.10.0.12:1',
  'http://[::1]:1',
  'https://example.test',
])('a provider at %s is asked', origin => {
  expect(isAsked(origin)).toBe(true)
})

test.each([
  'http://example.test',
  'http://localhost.example.test',
  'http://not-localhost',
  'http://127.0.0.1.example.test',
  'http://128.0.0.1',
  'http://[::2]',
])('a provider at %s is not asked without TLS', origin => {
  expect(isAsked(origin)).toBe(false)
})

test('plain http on this machine allows no plain http elsewhere', () => {
  expect(isAsked('http://localhost:1', 'http://example.test')).toBe(false)
})

test('Google lets people of one tablet choose their account, Facebook asks again for an address once withheld', () => {
  expect(googleWish).toMatchObject({ scope: 'openid email profile', extras: { prompt: 'select_account' } })
  expect(facebookWish).toMatchObject({ scope: 'email public_profile', extras: { auth_type: 'rerequest' } })
})

import { expect, test } from 'vitest'
import { startBackend } from '../test/backend.ts'
import { Client } from '../test/client.ts'

const client = new Client(await startBackend())

test.each(['/health', '/contest', '/nowhere', '/me'])(
  'the answer of %s is neither cached, framed, sniffed, indexed nor run',
  async url => {
    expect((await client.get(url)).headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    })
  },
)

test('a request of more than 16 KiB is refused unread', async () => {
  const { status, body } = await client.post('/auth/login', { email: 'a@example.test', password: 'x'.repeat(16_384) })
  expect([status, body.code, body.detail]).toEqual([400, 'invalid-request', 'Request body is too large'])
})

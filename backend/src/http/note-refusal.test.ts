import { refusalCodes } from '@tiptop/contract/refusals.ts'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { metrics } = backend.tools

async function counted(): Promise<Record<string, number>> {
  const { values } = await metrics.refusals.get()
  return Object.fromEntries(values.map(({ labels, value }) => [labels.code, value]))
}

test('every refusal is counted by its code, from zero on, whatever refused it', async () => {
  expect(await counted()).toEqual(Object.fromEntries(refusalCodes.map(code => [code, 0])))
  const client = new Client(backend)
  await client.post('/auth/login', { email: 'who@example.test', password: 'not this one' })
  await client.get('/me')
  await client.get('/nowhere')
  await client.get('/auth/google')
  await (await signedInClient(backend)).get('/admin/users')
  await backend.app.inject({ method: 'POST', url: '/auth/logout', headers: { origin: 'https://evil.example' } })
  const codes = [
    'invalid-credentials',
    'session-needed',
    'not-found',
    'provider-refused',
    'role-needed',
    'origin-refused',
  ]
  expect(await counted()).toMatchObject(Object.fromEntries(codes.map(code => [code, 1])))
  expect((await backend.app.inject('/metrics')).body).toContain('tiptop_refusals_total{code="role-needed"} 1')
})

test('a log line says what was refused where, once a second and code, and nothing that was sent', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_000 })
  const info = vi.spyOn(backend.app.log, 'info')
  onTestFinished(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
  const [sacha, client] = [await signedInClient(backend), new Client(backend, '203.0.113.4')]
  const login = { email: 'secret@example.test', password: 'a secret password' }
  for (let n = 0; n < 4; n++) await client.post('/auth/login', login)
  await sacha.get('/handover/tickets/SECRETCODE')
  const line = { refused: 'invalid-credentials', method: 'POST', route: '/auth/login' }
  expect(info.mock.calls).toEqual([
    [{ ...line, account: null, requestId: expect.any(String) }, 'request refused'],
    [
      expect.objectContaining({ refused: 'role-needed', route: '/handover/tickets/:code', account: sacha.userId }),
      'request refused',
    ],
  ])
  expect(JSON.stringify(info.mock.calls)).not.toMatch(/secret|203\.0\.113/i)
  vi.setSystemTime(Date.now() + 1_001)
  await client.post('/auth/login', login)
  expect(info.mock.calls).toHaveLength(3)
})

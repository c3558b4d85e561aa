import { afterAll, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { startGoogle } from '../../../test/providers.ts'
import { consent, refused } from '../../../test/through-provider.ts'

const google = await startGoogle()
afterAll(google.stop)
const backend = await startBackend(google.env)

test('a browser keeps three flows of a bounded size, however often it begins, and the newest still arrives', async () => {
  const client = new Client(backend)
  const landing = `/jeu?code=${'é'.repeat(48)}`
  for (let click = 0; click < 20; click++) await client.get(`/auth/google?suite=${encodeURIComponent(landing)}`)
  const last = await consent(client, 'google', landing)
  expect([...client.cookies.keys()].sort()).toEqual(['tiptop_flow_1', 'tiptop_flow_2', 'tiptop_flow_3'])
  const sent = [...client.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')
  expect(sent.length).toBeLessThan(4_096)
  expect((await client.get(last)).headers.location).toContain('/jeu?code=')
  // The flow that has ended made room for the session.
  const names = [...client.cookies.keys()]
  expect(names.filter(name => name.startsWith('tiptop_flow'))).toHaveLength(2)
  expect(names).toContain('tiptop_session')
})

test('a flow ends with its ten minutes, whatever the browser keeps', async () => {
  const client = new Client(backend)
  const late = await consent(client, 'google')
  backend.clock.at = new Date(Date.now() + 601_000)
  expect((await client.get(late)).headers.location).toBe(refused('provider-refused'))
  backend.clock.at = null
})

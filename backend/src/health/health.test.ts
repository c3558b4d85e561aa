import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'

const backend = await startBackend({ VERSION: '1.2.3', COMMIT: 'abc1234' })

test('health shows version, commit, database and migrations', async () => {
  const { status, body } = await new Client(backend).get('/health')
  expect({ status, body }).toEqual({
    status: 200,
    body: { status: 'ok', version: '1.2.3', commit: 'abc1234', database: 'ok', migrations: 'current' },
  })
})

test('the API describes itself as OpenAPI and shows a page to browse it', async () => {
  const client = new Client(backend)
  expect((await client.get('/docs/json')).body.openapi).toMatch(/^3\./)
  expect((await client.get('/docs')).text).toContain('Swagger UI')
})

test('metrics are internal: a request through the proxy finds nothing', async () => {
  const inside = await backend.app.inject('/metrics')
  expect(inside.body).toContain('tiptop_plays_total 0')
  const outside = await backend.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect(outside.statusCode).toBe(404)
})

test('an unknown address answers a problem document with the request id', async () => {
  const { status, body, headers } = await new Client(backend).get('/nowhere')
  expect(status).toBe(404)
  expect(headers['content-type']).toContain('application/problem+json')
  expect(body).toMatchObject({ code: 'not-found', status: 404, instance: expect.stringMatching(/^[0-9a-f-]{36}$/) })
})

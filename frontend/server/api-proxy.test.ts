import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import httpProxy from '@fastify/http-proxy'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { apiProxy } from './api-proxy.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** A backend that says what it was asked, and the site in front of it. */
async function open() {
  const backend = createServer(async (request, response) => {
    const { method, url, headers } = request
    response.writeHead(201, [
      ['set-cookie', 'a=1; HttpOnly'],
      ['set-cookie', 'b=2'],
      ['content-type', 'application/problem+json'],
    ] as never)
    response.end(JSON.stringify({ method, url, headers, body: await text(request) }))
  })
  await new Promise<void>(resolve => backend.listen(0, '127.0.0.1', resolve))
  opened.push({ close: () => close(backend) })
  const site = fastify()
  opened.push(site)
  await site.register(httpProxy, apiProxy(`http://127.0.0.1:${(backend.address() as AddressInfo).port}`))
  return { site: await site.listen({ host: '127.0.0.1', port: 0 }), backend }
}

function close(server: Server): Promise<unknown> {
  server.closeAllConnections()
  return new Promise(resolve => server.close(resolve))
}

test('a request below /api/ reaches the API as it is, with the host that the browser asked', async () => {
  const { site } = await open()
  const claimed = { 'x-forwarded-host': 'api.tiptop.test', 'x-forwarded-for': '192.0.2.1' }
  const headers = { ...claimed, cookie: 'session=x', origin: site, 'content-type': 'application/json' }
  const answer = await fetch(`${site}/api/plays?a=%2F&b`, { method: 'POST', headers, body: '{"code":"X"}' })
  expect(answer.status).toBe(201)
  expect(answer.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const asked = (await answer.json()) as { headers: Record<string, string> }
  expect(asked).toMatchObject({ method: 'POST', url: '/plays?a=%2F&b', body: '{"code":"X"}' })
  expect(asked.headers).toMatchObject({ host: new URL(site).host, cookie: 'session=x', origin: site })
  expect(asked.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
  expect(asked.headers['x-forwarded-host']).toBeUndefined()
})

test('while the API is down the site says so as nginx does', async () => {
  const { site, backend } = await open()
  await close(backend)
  const answer = await fetch(`${site}/api/me`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(await answer.json()).toMatchObject({ code: 'service-unavailable', retryAfterSeconds: 60 })
})

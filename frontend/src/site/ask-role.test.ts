import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { askRole } from './ask-role.ts'

const RENEWED = 'tiptop_session=new; Path=/; HttpOnly'

async function backend(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the backend is asked with the visitor’s cookies, and a renewed session is passed on [1.2/C 1.3/C]', async () => {
  const url = await backend((request, response) => {
    const isHis = request.url === '/me' && request.headers.cookie === 'tiptop_session=old'
    response.writeHead(isHis ? 200 : 500, { 'set-cookie': RENEWED }).end(JSON.stringify({ role: 'employee' }))
  })
  expect(await askRole(url, 'tiptop_session=old')).toEqual({ role: 'employee', cookies: [RENEWED] })
  reached('1.2/C', '1.3/C')
})

test('without a cookie, or with one that the backend does not accept, there is no role', async () => {
  const url = await backend((_request, response) => void response.writeHead(401, { 'set-cookie': 'gone' }).end())
  expect(await askRole(url, null)).toEqual({ role: null, cookies: [] })
  expect(await askRole(url, 'tiptop_session=over')).toEqual({ role: null, cookies: ['gone'] })
})

test('a backend that is unreachable, broken or gives an unexpected answer leaves the role unknown', async () => {
  const broken = await backend((_request, response) => void response.writeHead(503).end())
  const strange = await backend((_request, response) => void response.end('<html>'))
  for (const url of [broken, strange, 'http://127.0.0.1:1'])
    expect(await askRole(url, 'tiptop_session=x')).toEqual({ role: 'unknown', cookies: [] })
})

import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../embedded-postgres.ts'
import { checkPort, readAddresses } from './ports.ts'

const server = createServer()
afterEach(() => server.close())

test('a taken port is reported with its number, who holds it and the remedy', async () => {
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const holder = process.platform === 'linux' ? `processus ${process.pid}` : ''
  await expect(checkPort('127.0.0.1', port, 'WEB_PORT')).rejects.toThrow(`Le port ${port} est déjà pris`)
  await expect(checkPort('127.0.0.1', port, 'WEB_PORT')).rejects.toThrow(holder)
  await expect(checkPort('127.0.0.1', port, 'WEB_PORT')).rejects.toThrow(`WEB_PORT=${port + 10}`)
})

test('a free port is nothing to tell', async () => {
  await expect(checkPort('127.0.0.1', await freePort(), 'WEB_PORT')).resolves.toBeUndefined()
})

test('addresses follow the ports, unless they are given', () => {
  expect(readAddresses({})).toMatchObject({ apiUrl: 'http://localhost:4000', webUrl: 'http://localhost:3000' })
  expect(readAddresses({ API_PORT: '4100', WEB_URL: 'https://tea.test' })).toMatchObject({
    apiUrl: 'http://localhost:4100',
    webUrl: 'https://tea.test',
  })
})

test('what is no port, or the same port twice, is refused in words', () => {
  expect(() => readAddresses({ WEB_PORT: 'trois mille' })).toThrow('WEB_PORT=trois mille')
  expect(() => readAddresses({ WEB_PORT: '4000' })).toThrow('il en faut deux')
})

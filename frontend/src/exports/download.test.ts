import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { actFor } from '../api-client.ts'
import { download, type Progress } from './download.ts'
import { fileNameOf } from './file-name.ts'

const undo: (() => void)[] = []
afterEach(() => {
  for (const stop of undo.splice(0)) stop()
})

/** Starts a backend that answers with this. @returns its address */
async function serving(answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  undo.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const headers = {
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="tickets.csv"; filename*=UTF-8''tickets-du-23-11.csv`,
  'export-rows': '2',
  'export-bytes': '20',
}
const unheeded = { signal: new AbortController().signal, onProgress: () => {} }

test('a file that has arrived completely keeps its name and every byte', async () => {
  const told: Progress[] = []
  const url = await serving(response => {
    response.writeHead(200, headers).write('code;lot\r\n')
    setTimeout(() => response.end('A;thé\r\n'), 300)
  })
  const got = await download(url, { ...unheeded, onProgress: progress => told.push(progress) })
  expect(got).toMatchObject({ state: 'complete', name: 'tickets-du-23-11.csv' })
  expect(got.state === 'complete' && (await got.file.text())).toBe('code;lot\r\nA;thé\r\n')
  expect(told).toEqual([{ received: 10, expected: 20, rows: 2 }])
})

test('progress is reported even if nothing more arrives', async () => {
  const told: Progress[] = []
  const url = await serving(response => {
    response.writeHead(200, headers).write('code;lot\r\n')
    setTimeout(() => response.write('A;'), 20)
  })
  await download(url, { ...unheeded, onProgress: progress => told.push(progress), stalledAfterMs: 400 })
  expect(told.at(-1)?.received).toBe(12)
})

test('a file that is cut off is not kept', async () => {
  const url = await serving(response => {
    response.writeHead(200, headers).write('code;lot\r\n', () => response.destroy())
  })
  expect(await download(url, unheeded)).toEqual({ state: 'interrupted' })
})

test('a download that receives nothing more is stopped', async () => {
  const url = await serving(response => void response.writeHead(200, headers).write('code;lot\r\n'))
  expect(await download(url, { ...unheeded, stalledAfterMs: 100 })).toEqual({ state: 'stalled' })
})

test('a cancelled download gives no file', async () => {
  const url = await serving(response => void response.writeHead(200, headers).write('code;lot\r\n'))
  const stop = new AbortController()
  const got = await download(url, { signal: stop.signal, onProgress: () => stop.abort() })
  expect(got).toEqual({ state: 'cancelled' })
})

test('a refusal is reported, and so is a backend that does not answer', async () => {
  const url = await serving(response => {
    response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"code":"role-needed"}')
  })
  expect(await download(url, unheeded)).toMatchObject({ state: 'refused', failure: { code: 'role-needed' } })
  const closing = await serving(response => response.destroy())
  expect(await download(closing, unheeded)).toEqual({ state: 'refused', failure: { kind: 'unreachable' } })
})

test('the name of a file is read in each of its forms', () => {
  expect(fileNameOf('attachment; filename="a b.csv"')).toBe('a b.csv')
  expect(fileNameOf('attachment; filename=a.xlsx')).toBe('a.xlsx')
  expect(fileNameOf(`attachment; filename="x.csv"; filename*=UTF-8''th%C3%A9.csv`)).toBe('thé.csv')
  expect(fileNameOf(`attachment; filename="x.csv"; filename*=UTF-8''%`)).toBe('x.csv')
  expect(fileNameOf(null)).toBe('rapport')
})

test('a file is asked for by the account that the page shows; for another one the page is brought up to date', async () => {
  let renewed = 0
  actFor({ id: 7, onMismatch: async () => void renewed++ })
  undo.push(() => actFor(null))
  const url = await serving((response, { headers }) => {
    const isOther = headers['tiptop-account'] === '7'
    response.writeHead(isOther ? 409 : 200).end(JSON.stringify({ code: isOther ? 'account-mismatch' : 'not-asked' }))
  })
  expect(await download(url, unheeded)).toMatchObject({ state: 'refused', failure: { code: 'account-mismatch' } })
  expect(renewed).toBe(1)
})

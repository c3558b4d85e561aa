import { Writable } from 'node:stream'
import Fastify, { type FastifyError } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { answerError } from './http-errors.ts'

const log: Record<string, unknown>[] = []
const stream = new Writable({
  write(line: Buffer, _encoding, done) {
    log.push(JSON.parse(line.toString()))
    done()
  },
})
let thrown: unknown
const app = Fastify({ logger: { level: 'warn', stream } }).setErrorHandler<FastifyError>(answerError)
app.get('/', async () => {
  throw thrown
})

beforeEach(() => log.splice(0))

async function answerTo(error: unknown) {
  thrown = error
  const response = await app.inject('/')
  return { status: response.statusCode, body: response.json(), text: response.body, headers: response.headers }
}

test('a bug answers 500 without a word of its own; the message is in the log, with the id that the answer names', async () => {
  const { status, body, text } = await answerTo(new Error('null value in column "password_hash" of Hélène'))
  expect(status).toBe(500)
  expect(body).toEqual({
    type: '/problems/internal-error',
    title: expect.any(String),
    status: 500,
    code: 'internal-error',
    instance: expect.any(String),
  })
  expect(text).not.toMatch(/password_hash|Hélène/)
  expect(log).toMatchObject([{ requestId: body.instance, err: { message: expect.stringContaining('Hélène') } }])
})

test.each([500, 502, 503])('an error with the status %i is a bug as well', async statusCode => {
  const { status, text } = await answerTo(Object.assign(new Error('a secret'), { statusCode }))
  expect(status).toBe(500)
  expect(text).not.toContain('a secret')
})

test('a database that is gone answers 503 without its address, and when to try again', async () => {
  const { status, body, text, headers } = await answerTo(
    Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' }),
  )
  expect([status, body.code, headers['retry-after']]).toEqual([503, 'service-unavailable', '5'])
  expect(body).not.toHaveProperty('detail')
  expect(text).not.toContain('10.0.0.5')
})

test('a refusal says its code, its detail and how long to wait', async () => {
  const { status, body, headers } = await answerTo(
    new Refusal('too-many-attempts', { retryAfterSeconds: 60, detail: 'per account' }),
  )
  expect([status, headers['retry-after']]).toEqual([429, '60'])
  expect(headers['content-type']).toContain('application/problem+json')
  expect(body).toMatchObject({ code: 'too-many-attempts', detail: 'per account', retryAfterSeconds: 60 })
  expect(log).toEqual([])
})

test('a faulty request gets an answer that says what is wrong with it', async () => {
  const { status, body } = await answerTo(Object.assign(new Error('Body is too large'), { statusCode: 413 }))
  expect([status, body.code, body.detail]).toEqual([400, 'invalid-request', 'Body is too large'])
})

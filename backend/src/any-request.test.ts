import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldCount, operationsOf } from '../test/any-request/description.ts'
import { type AnyRequest, requestsTo } from '../test/any-request/requests.ts'
import { ORIGIN } from '../test/backend.ts'
import { Client } from '../test/client.ts'
import { DECLARED, startCounter } from '../test/counter.ts'
import { signedInClient } from '../test/make.ts'

/** How many requests to make, of which seed. A run by hand makes more, of another seed each time. */
const CASES = Number(process.env.FUZZ_CASES ?? 1000)
const SEED = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_CASES ? Date.now() % 2 ** 31 : 20_261_130))
/** 503 is an outage, of which no request is guilty. */
const FAULTS = [500, 501, 502, 504]

const { backend, employee, admin, played, unplayed } = await startCounter()
// Tokens of this minute stay valid.
backend.clock.at = new Date()
const visitors = {
  visitor: async () => new Client(backend),
  player: () => signedInClient(backend),
  employee: () => employee(),
  admin: () => admin(),
  bailiff: () => signedInClient(backend, { role: 'bailiff' }),
}
type Visitor = keyof typeof visitors

const claimed = await played({ email: 'known@example.test' })
const pending = await Promise.all(Array.from({ length: 20 }, () => played()))
await (await employee()).post(`${claimed.url}/claim`, DECLARED)
const description = (await (await admin()).get('/docs/json')).body
const known = {
  code: [claimed.code, ...pending.map(({ code }) => code), ...Array.from({ length: 20 }, unplayed)],
  id: [1, claimed.player.userId],
  email: ['known@example.test', 'new@example.test'],
  password: ['thé vert au bord de l’eau'],
  firstName: ['Camille'],
  lastName: ['Martin'],
  birthDate: ['1990-05-17'],
  reason: ['Pas de pièce d’identité'],
  shop: ['nice'],
  pickupShop: ['nice', null],
  prize: ['infuseur'],
  from: ['2026-11-01'],
  to: ['2026-12-31'],
}
const operations = operationsOf(description)
/** Everyone asks, most often those who are let in. */
const visitor = fc.constantFrom<Visitor>(
  'visitor',
  'player',
  'player',
  'employee',
  'bailiff',
  'admin',
  'admin',
  'admin',
)
/** To every operation, more often to one that takes more. */
const requests = fc
  .constantFrom(...operations.flatMap(operation => Array(1 + fieldCount(operation)).fill(operation)))
  .chain(operation => fc.tuple(visitor, requestsTo(operation, known)))

const signedIn = new Map<Visitor, Client>()
let count = 0

/** The answer's status. A visitor whose session was ended by a request signs in again. */
async function statusOf(visitor: Visitor, { method, url, body }: AnyRequest): Promise<number> {
  const client = signedIn.get(visitor) ?? (await visitors[visitor]())
  signedIn.set(visitor, client)
  const { statusCode } = await backend.app.inject({
    method: method as 'GET',
    url,
    headers: { host: new URL(ORIGIN).host, origin: ORIGIN, ...(body && { 'content-type': body.type }) },
    cookies: Object.fromEntries(client.cookies),
    // Each from an address of its own, so that no limit hides what is behind it.
    remoteAddress: `2001:db8:${(++count >> 16).toString(16)}:${(count & 0xffff).toString(16)}::1`,
    ...(body && { payload: body.text }),
  })
  if (statusCode === 401) signedIn.delete(visitor)
  return statusCode
}

test('no request that the description of the API allows or forbids makes the backend fail, in any role', {
  timeout: 20_000 + CASES * 100,
}, async () => {
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(requests, async ([visitor, request]) => {
      const status = await statusOf(visitor, request)
      seen.add(status)
      expect(FAULTS, `${visitor}: ${request.method} ${request.url} answered ${status}`).not.toContain(status)
    }),
    { numRuns: CASES, seed: SEED, endOnFailure: true },
  )
  // The requests get past the first checks: some are answered, some refused by a rule.
  expect([...seen]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 409]))
})

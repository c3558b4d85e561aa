import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { DECLARED } from '../../test/counter.ts'
import { freshDatabase } from '../../test/database.ts'
import { openDownloads } from '../../test/downloads.ts'
import { generationTools, scratchFolder, theTipTop } from '../../test/generation.ts'
import { makeShop, signedInClient } from '../../test/make.ts'
import { inPlainWords } from '../../test/plain-count.ts'
import { openSealer } from '../audit/chain/seal-events.ts'
import { verifyTrail } from '../audit/chain/verify-trail.ts'
import { foldCounts } from '../statistics/fold-counts.ts'
import { generateTickets } from '../tickets/generation/generate-tickets.ts'
import { verifyTickets } from '../tickets/verify-tickets.ts'
import { closeVerification } from './close-verification.ts'
import { openVerification } from './open-verification.ts'

const url = await freshDatabase()
const generation = await generationTools(url)
const printFile = join(await scratchFolder(), 'codes.csv')
await generateTickets(generation, { contest: await theTipTop(), count: 200, printFile })
const codes = [...(await readFile(printFile, 'utf8')).matchAll(/;(\S+)/g)].map(([, code]) => code as string).slice(1)

const backend = await startBackend({}, url)
const { tools } = backend
const byOwner = { ...tools, db: tools.owner }
const { download } = await openDownloads(backend)
const admin = await signedInClient(backend, { role: 'admin', lastName: 'Siège' })
const employee = await signedInClient(backend, { role: 'employee', shopId: await makeShop(tools, 'Nice') })
for (const code of codes.slice(0, 6)) {
  const player = await signedInClient(backend)
  expect((await player.post('/plays', { code })).status).toBe(201)
}
await employee.post(`/handover/tickets/${codes[0]}/claim`, DECLARED)

/** A verification from its opening to its end, with everything that can be done to its ticket. */
async function verify(): Promise<void> {
  const { player, employee, ticket } = await openVerification(byOwner, { minutes: 10 })
  const [playing, working] = [new Client(backend), new Client(backend)]
  const url = `/handover/tickets/${ticket}`
  const steps = [
    await playing.post('/auth/login', player),
    await working.post('/auth/login', employee),
    await playing.post('/plays', { code: ticket }),
    await working.post(`${url}/claim`, DECLARED),
    await working.post(`${url}/undo`, { reason: 'Pour voir' }),
    await working.post(`${url}/claim`, DECLARED),
  ]
  expect(steps.map(({ status }) => status)).toEqual([200, 200, 201, 200, 200, 200])
  await closeVerification(byOwner)
}

/** All that any role sees of the contest and of its people, besides the audit trail. */
async function shown() {
  const ask = async (path: string) => (await admin.get(path)).body
  const file = async (name: string) => (await download(admin, `/admin/exports/${name}`)).bytes.toString()
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
  const figures = async (query: string) => inPlainWords((await ask(`/admin/statistics${query}`)) as Statistics)
  const metrics = (await tools.metrics.registry.getSingleMetricAsString('tiptop_plays_total')) ?? ''
  return {
    statistics: [await figures(''), await figures(`?from=${today}&to=${today}`)],
    tickets: [
      await ask('/admin/tickets?limit=100'),
      await ask('/admin/tickets?status=claimed'),
      await ask('/admin/tickets?status=pending'),
      await ask('/admin/tickets?status=unclaimed&limit=100'),
      await ask(`/admin/tickets?from=${today}&to=${today}`),
    ],
    users: [
      await ask('/admin/users?limit=100'),
      await ask('/admin/users?search=contr'),
      await ask('/admin/users?role=employee'),
    ],
    shops: await ask('/admin/shops'),
    files: [
      await file('tickets.csv'),
      await file('users.csv'),
      await file('participations.csv'),
      await file('newsletter.csv'),
    ],
    counter: [await ask('/handover/tickets?limit=100'), await ask('/handover/count')],
    contest: await ask('/contest'),
    allotment: await verifyTickets(generation.connection, {
      contest: 'the-tip-top',
      pepper: tools.config.tickets.pepper,
    }),
    players: await tools.db
      .selectFrom('players')
      .innerJoin('contests', 'contests.id', 'contest_id')
      .select('player_id')
      .where('slug', '=', 'the-tip-top')
      .orderBy('player_id')
      .execute(),
    metrics,
  }
}

test('figures, lists, exports, counts, the participants of the draw and the digest do not change', async () => {
  await foldCounts(tools)
  const before = await shown()
  expect(before.allotment.found.holds).toBe(true)
  expect(before.statistics[0]).toMatchObject({ tickets: 200, plays: 6, handovers: 1, players: 6 })
  await verify()
  expect(await shown()).toEqual(before)
  await foldCounts(tools)
  await verify()
  await foldCounts(tools)
  expect(await shown()).toEqual(before)
})

test('the audit trail records a verification, and its chain holds', async () => {
  await verify()
  const { body } = await admin.get('/admin/audit?limit=7')
  const [player, employee] = [
    { id: -1, name: 'Joueur Contrôle' },
    { id: -2, name: 'Employé Contrôle' },
  ]
  const ticket = { id: expect.any(Number), code: expect.stringMatching(/^.{10}$/) }
  expect(body.items.reverse()).toMatchObject([
    { kind: 'verification-opened', actor: null, ticket, details: { accounts: [-1, -2], minutes: 10 } },
    { kind: 'signed-in', actor: player },
    { kind: 'signed-in', actor: employee },
    { kind: 'prize-handed-over', actor: employee, ticket },
    { kind: 'handover-undone', actor: employee, ticket },
    { kind: 'prize-handed-over', actor: employee, ticket },
    { kind: 'verification-closed', actor: null, details: { accounts: [-1, -2] } },
  ])
  const [play] = (await admin.get('/admin/audit?kind=ticket-played&limit=1')).body.items
  expect(play).toMatchObject({ actor: player, ticket: { id: body.items.at(-2).ticket.id } })
  await expect.poll(openSealer(tools)).toBeGreaterThan(0)
  expect(await verifyTrail({ connection: generation.connection, now: tools.now }, { onFault: () => {} })).toMatchObject(
    { holds: true },
  )
})

test('an administrator sees who a reserved account is, and changes nothing of it', async () => {
  await verify()
  const profile = await admin.get('/admin/users/-2')
  expect(profile.body).toMatchObject({ firstName: 'Employé', lastName: 'Contrôle', mayChange: false })
  for (const [part, body] of [
    ['role', { role: 'admin' }],
    ['access', { disabled: true }],
  ] as const)
    expect((await admin.patch(`/admin/users/-2/${part}`, body)).body.code).toBe('not-found')
  const employed = await admin.patch(`/admin/users/${admin.userId + 1}/role`, { role: 'employee', shop: '#controle' })
  expect(employed.body.code).toBe('invalid-request')
})

test('tickets that are generated after a verification are numbered as if there had been none', async () => {
  await verify()
  const next = await theTipTop({ slug: 'next' })
  const { firstId } = await generateTickets(generation, { contest: next, count: 50, printFile: `${printFile}-next` })
  expect(firstId).toBe(201)
  const other = await generationTools()
  await openVerification({ ...other, db: other.connection.db }, { minutes: 1 })
  const first = await generateTickets(other, { contest: next, count: 50, printFile: `${printFile}-other` })
  expect(first.firstId).toBe(1)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { DECLARED } from '../../test/counter.ts'

const backend = await startBackend()
const { db, config } = backend.tools
const env = { DATABASE_URL: backend.databaseUrl, TICKET_PEPPER: config.tickets.pepper, NODE_ENV: 'production' }

function start(...args: string[]) {
  return spawn(process.execPath, [join(import.meta.dirname, 'commands.ts'), ...args], { env })
}

async function run(...args: string[]) {
  const child = start(...args)
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (child.exitCode === null) await once(child, 'exit')
  return { exitCode: child.exitCode, out, err }
}

const signIn = async (login: object) => {
  const client = new Client(backend)
  return { client, status: (await client.post('/auth/login', login)).status }
}

test('open prints one line of JSON, with which the whole way can be gone, and close ends it', async () => {
  const { exitCode, out, err } = await run('open', '--minutes', '5')
  expect([exitCode, err, out.trimEnd().split('\n').length]).toEqual([0, '', 1])
  const { player, employee, ticket, until } = JSON.parse(out)
  expect(Date.parse(until) - Date.now()).toBeLessThan(5 * 60_000)
  const [playing, working] = [await signIn(player), await signIn(employee)]
  expect((await playing.client.post('/plays', { code: ticket })).status).toBe(201)
  expect((await working.client.post(`/handover/tickets/${ticket}/claim`, DECLARED)).status).toBe(200)
  expect(await run('close', '--player', player.email)).toEqual({ exitCode: 0, out: 'Comptes fermés : 2.\n', err: '' })
  expect([(await signIn(player)).status, (await signIn(employee)).status]).toEqual([401, 401])
  expect(await run('close')).toMatchObject({ exitCode: 0, out: 'Comptes fermés : 0.\n' })
})

test('an opening that is killed half-way leaves all or nothing, and the next one works', async () => {
  const openings = await Promise.all(
    [80, 160, 240, 320, 400].map(async ms => {
      const child = start('open')
      setTimeout(() => child.kill('SIGKILL'), ms)
      await once(child, 'exit')
    }),
  )
  expect(openings).toHaveLength(5)
  const { players, employees, tickets } = await db
    .selectNoFrom(({ selectFrom, fn }) => [
      selectFrom('users')
        .select(fn.countAll<number>().as('n'))
        .where('id', '<', 0)
        .where('role', '=', 'player')
        .as('players'),
      selectFrom('users').select(fn.countAll<number>().as('n')).where('shop_id', '<', 0).as('employees'),
      selectFrom('tickets').select(fn.countAll<number>().as('n')).where('id', '<', 0).as('tickets'),
    ])
    .executeTakeFirstOrThrow()
  expect(employees).toBe(players)
  expect(tickets).toBeGreaterThanOrEqual(players ?? 0)
  const { player } = JSON.parse((await run('open')).out)
  expect((await signIn(player)).status).toBe(200)
})

test.each([
  [],
  ['open', 'close'],
  ['open', '--minutes', '0'],
  ['open', '--minutes', '61'],
  ['close', '--minutes', '5'],
  ['open', '--all'],
])('a command that is written wrongly says so and does nothing: %s', async (...args) => {
  const { exitCode, out, err } = await run(...args)
  expect([exitCode, out]).toEqual([2, ''])
  expect(err).toContain('open [--minutes N]')
})

test('a missing database is reported in one sentence, which names no password', async () => {
  const nowhere = { ...env, DATABASE_URL: 'postgres://owner:a-secret@127.0.0.1:1/none' }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'commands.ts'), 'open'], { env: nowhere })
  const [err] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect([child.exitCode, err]).toEqual([1, expect.stringContaining('Pas de base de données')])
  expect(err).not.toContain('a-secret')
})

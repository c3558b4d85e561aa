import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { freePort } from '../../../scripts/embedded-postgres.ts'
import { ORIGIN, startBackend } from '../../test/backend.ts'
import { applicationUrl, freshDatabase } from '../../test/database.ts'
import { makeContest, makeTickets, signedInClient } from '../../test/make.ts'
import { SESSION_COOKIE } from '../sessions/session-cookie.ts'

const databaseUrl = await freshDatabase()
const backend = await startBackend({}, databaseUrl)
const { config, db } = backend.tools
const processes: ChildProcess[] = []
afterAll(() => {
  for (const child of processes) child.kill()
})

/** A backend in a process of its own, as production runs two. @returns its address */
async function spawnBackend(): Promise<string> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: applicationUrl(databaseUrl),
      SESSION_KEY: config.session.key,
      TICKET_PEPPER: config.tickets.pepper,
    },
  })
  processes.push(child)
  const url = `http://127.0.0.1:${port}`
  await expect
    .poll(
      () =>
        fetch(`${url}/health`)
          .then(({ status }) => status)
          .catch(() => 0),
      { timeout: 30_000 },
    )
    .toBe(200)
  return url
}

test('ten players race for each of a hundred tickets over two processes: one wins, nine are refused [1.1/R 1.1/S 1.1/U]', {
  timeout: 60_000,
}, async () => {
  const urls = await Promise.all([spawnBackend(), spawnBackend()])
  const { prizeIds } = await makeContest(backend.tools)
  const codes = await makeTickets(backend.tools, prizeIds[0] as number, 100)
  const players = await Promise.all(Array.from({ length: 10 }, () => signedInClient(backend)))

  const race = (raced: string[]) =>
    Promise.all(
      raced.flatMap(code =>
        players.map(async (player, place) => {
          const cookie = `${SESSION_COOKIE}=${player.cookies.get(SESSION_COOKIE)}`
          const headers = { origin: ORIGIN, cookie, 'content-type': 'application/json' }
          const url = `${urls[place % 2]}/plays`
          return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ code }) })).status
        }),
      ),
    )
  const statuses: number[] = []
  // A play waits two seconds for a connection at most: on a busy machine a thousand at once would wait longer.
  for (let from = 0; from < codes.length; from += 20) statuses.push(...(await race(codes.slice(from, from + 20))))

  expect(Object.groupBy(statuses, String)).toMatchObject({ 201: { length: 100 }, 409: { length: 900 } })
  reached('1.1/R', '1.1/S')
  const rows = await db.selectFrom('participations').select(['ticket_id', 'player_id']).execute()
  expect(new Set(rows.map(row => row.ticket_id)).size).toBe(100)
  expect(rows).toHaveLength(100)
  const tickets = await db.selectFrom('tickets').select(['id', 'player_id']).execute()
  expect(new Map(rows.map(row => [row.ticket_id, row.player_id]))).toEqual(
    new Map(tickets.map(row => [row.id, row.player_id])),
  )
  reached('1.1/U')
  const events = await db.selectFrom('audit_events').select('ticket_id').where('kind', '=', 'ticket-played').execute()
  expect(events).toHaveLength(100)
})

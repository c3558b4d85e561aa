import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { generationTools, scratchFolder } from '../../test/generation.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { prepareDemo } from './prepare-demo.ts'

const folder = await scratchFolder()
let files = 0
const newFile = () => join(folder, `codes-${++files}.csv`)

test('the demo is an open contest, five codes to play, and an account of each role that can sign in', async () => {
  const backend = await startBackend()
  const tools = await generationTools(backend.databaseUrl)
  const { accounts, codes } = await prepareDemo(tools, { printFile: newFile(), tickets: 100 })
  expect(new Set(codes).size).toBe(5)
  expect(codes.map(parseTicketCode)).toEqual(codes)

  const client = new Client(backend)
  expect((await client.get('/contest')).body).toMatchObject({ phase: 'open', ticketCount: 100 })
  for (const { email, password, role } of accounts) {
    const someone = new Client(backend)
    expect((await someone.post('/auth/login', { email, password })).status).toBe(200)
    expect((await someone.get('/me')).body).toMatchObject({ email, role, complete: true, emailVerified: true })
  }
})

test('a second run keeps everything, and shows codes that are still to play', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  const first = await prepareDemo(tools, { printFile, tickets: 100 })
  const { db } = tools.connection
  const played = hashCode(tools.config.tickets.pepper, first.codes[0] as TicketCode)
  await db
    .updateTable('tickets')
    .set({ status: 'pending', code: first.codes[0] ?? null, player_id: 1, played_at: new Date(), prize_id: 1 })
    .where('code_hash', '=', played)
    .execute()
  const second = await prepareDemo(tools, { printFile, tickets: 999 })
  expect(second.codes).toEqual([...first.codes.slice(1), expect.any(String)])
  expect(second.codes).not.toContain(first.codes[0])
  const count = (table: 'users' | 'tickets') =>
    db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
  expect([await count('users'), await count('tickets')]).toEqual([{ rows: 4 }, { rows: 100 }])
})

test('the demo has ten shops, and its employee works in the one in Nice', async () => {
  const tools = await generationTools()
  const order = { printFile: newFile(), tickets: 100 }
  const { db } = tools.connection
  const shops = () => db.selectFrom('shops').select(['id', 'city', 'name']).orderBy('id').execute()
  await prepareDemo(tools, order)
  const made = await shops()
  expect(made.map(({ city }) => city)).toHaveLength(10)
  expect(made.at(-1)).toMatchObject({ city: 'Nice' })

  await db.updateTable('shops').set({ name: 'Ancien nom' }).where('city', '=', 'Paris').execute()
  await prepareDemo(tools, order)
  expect(await shops()).toEqual(made)
  const employees = await db.selectFrom('users').select('shop_id').where('role', '=', 'employee').execute()
  expect(employees).toEqual([{ shop_id: made.at(-1)?.id }])
})

test('what an interrupted first run left is repaired by the next', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await writeFile(`${printFile}.tmp`, 'serial;code\n1;ABCDE-FGHJK\n2;ABC')
  const { codes } = await prepareDemo(tools, { printFile, tickets: 100 })
  expect(codes).toHaveLength(5)
  await rename(printFile, `${printFile}.tmp`)
  expect(await prepareDemo(tools, { printFile, tickets: 100 })).toMatchObject({ codes })
})

test('without its print file the demo says how to start over; the file of another database does not help', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await prepareDemo(tools, { printFile, tickets: 100 })
  await rm(printFile)
  const remedy = { codes: [], warning: expect.stringContaining('npm start -- --fresh') }
  expect(await prepareDemo(tools, { printFile })).toMatchObject(remedy)
  await writeFile(printFile, 'serial;code\n1;ABCDE-FGHJK\n')
  expect(await prepareDemo(tools, { printFile })).toMatchObject(remedy)
})

test('production has no demo', async () => {
  const tools = await generationTools()
  const config = { ...tools.config, production: true }
  await expect(prepareDemo({ ...tools, config }, { printFile: newFile() })).rejects.toThrow('Pas de démonstration')
})

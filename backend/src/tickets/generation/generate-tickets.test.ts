import { existsSync } from 'node:fs'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { type GenerationTools, generationTools, scratchFolder, theTipTop } from '../../../test/generation.ts'
import { openTickets } from '../../../test/open-tickets.ts'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import { entryOf } from '../commitment/entry.ts'
import { leafHash, rootOf } from '../commitment/merkle-tree.ts'
import { type DrawBatch, drawTickets } from './draw-tickets.ts'
import { generateTickets } from './generate-tickets.ts'
import { prepareContest } from './prepare-generation.ts'

const folder = await scratchFolder()
const contest = await theTipTop()
const begun = await theTipTop({ slug: 'opened', opensAt: '2020-01-01T09:00:00+01:00' })
let files = 0
const newFile = () => join(folder, `codes-${++files}.csv`)

const ticketRows = ({ connection }: GenerationTools) =>
  connection.db.selectFrom('tickets').selectAll().orderBy('id').execute()
const opened = ({ connection, config }: GenerationTools, printFile: string) =>
  openTickets(connection.db, { pepper: config.tickets.pepper, printFile })

async function nothingIsLeft(tools: GenerationTools, printFile: string): Promise<void> {
  const { db } = tools.connection
  for (const table of ['tickets', 'contests', 'prizes', 'commitment_leaves', 'audit_events'] as const)
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
  expect(existsSync(printFile)).toBe(false)
  expect(existsSync(`${printFile}.tmp`)).toBe(false)
}

test('every ticket has its prize before the first play, as many of each as its quota [1.1/T]', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await generateTickets(tools, { contest, count: 1_000, printFile })
  const rows = await ticketRows(tools)
  expect(rows.every(({ status, prize_id }) => status === 'unclaimed' && prize_id === null)).toBe(true)
  const won = Object.groupBy(await opened(tools, printFile), ({ slug }) => slug)
  expect(Object.fromEntries(Object.entries(won).map(([slug, tickets]) => [slug, tickets?.length]))).toEqual({
    infuseur: 600,
    'the-detox': 200,
    'the-signature': 100,
    'coffret-39': 60,
    'coffret-69': 40,
  })
  reached('1.1/T')
})

test('the print file has the one clear code of each ticket, in an order of its own, for its owner only', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await generateTickets(tools, { contest, count: 25_000, printFile })
  expect((await stat(printFile)).mode & 0o777).toBe(0o600)
  expect(existsSync(`${printFile}.tmp`)).toBe(false)
  const [header, ...lines] = (await readFile(printFile, 'utf8')).trimEnd().split('\n')
  expect(header).toBe('serial;code')
  const printed = lines.map(line => {
    const [serial, code = ''] = line.split(';')
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$/)
    return Number(serial)
  })
  expect(printed).toEqual(Array.from({ length: 25_000 }, (_, index) => index + 1))
  const tickets = await opened(tools, printFile)
  expect(new Set(tickets.map(({ id }) => id)).size).toBe(25_000)
  // In a random order one ticket on average is where it was.
  expect(tickets.filter(({ id, serial }) => id === serial).length).toBeLessThan(25)
})

test('print file and envelope are sealed for their readers, and the envelope opens every ticket', async () => {
  const tools = await generationTools()
  const [printer, bailiff] = [await generateX25519Identity(), await generateX25519Identity()]
  const tickets = {
    ...tools.config.tickets,
    printRecipients: [await identityToRecipient(printer)],
    bailiffRecipients: [await identityToRecipient(bailiff)],
  }
  const [printFile, envelope] = [newFile(), newFile()]
  const sealing = { ...tools, config: { tickets } }
  const { root } = await generateTickets(sealing, { contest, count: 1_500, printFile, envelope })
  const read = async (file: string, identity: string) => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    return (await decrypter.decrypt(await readFile(file), 'text')).trimEnd().split('\n')
  }
  await expect(read(printFile, bailiff)).rejects.toThrow('no identity matched')
  await expect(read(envelope, printer)).rejects.toThrow('no identity matched')
  expect(await read(printFile, printer)).toHaveLength(1_501)
  const [header, ...openings] = await read(envelope, bailiff)
  expect(header).toBe('index;code;position;salt')
  const leaves = openings.map((line, place) => {
    const [index, code, position, salt = ''] = line.split(';')
    expect(Number(index)).toBe(place)
    return leafHash(entryOf(code as TicketCode, Number(position), { salt: Buffer.from(salt, 'hex') }))
  })
  expect(rootOf(leaves).toString('hex')).toBe(root)
})

test('the commitment is recorded with the contest and in the audit trail, and never changes', async () => {
  const tools = await generationTools()
  const { root } = await generateTickets(tools, { contest, count: 25_000, printFile: newFile() })
  const { db, client } = tools.connection
  const recorded = await db.selectFrom('contests').selectAll().executeTakeFirstOrThrow()
  const commitment = { commitment_format: 1, commitment_root: Buffer.from(root, 'hex'), allotment_digest: null }
  expect(recorded).toMatchObject({ ticket_count: 25_000, first_ticket_id: 1, ...commitment })
  const events = await db.selectFrom('audit_events').select(['kind', 'details']).orderBy('id').execute()
  expect(events).toMatchObject([
    { kind: 'contest-created' },
    { kind: 'tickets-generated', details: { root, count: 25_000, firstId: 1 } },
  ])
  for (const change of [`commitment_root = sha256('')`, 'ticket_count = 1', 'commitment_root = null'])
    await expect(client.query(`update contests set ${change}`)).rejects.toThrow('never changes')
  await expect(client.query('delete from commitment_leaves')).rejects.toThrow('never changes')
})

test('a contest gets its tickets once: a second run is refused and changes nothing', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await generateTickets(tools, { contest, count: 100, printFile })
  const before = [await ticketRows(tools), await readFile(printFile, 'utf8')]
  for (const again of [printFile, newFile()])
    await expect(generateTickets(tools, { contest, count: 100, printFile: again })).rejects.toThrow('déjà générés')
  expect([await ticketRows(tools), await readFile(printFile, 'utf8')]).toEqual(before)
})

test('two generations at once for one contest: one wins, the other leaves nothing', async () => {
  const one = await generationTools()
  const other = await generationTools(one.config.database.url)
  const printFiles = [newFile(), newFile()]
  const runs = await Promise.allSettled(
    [one, other].map((tools, index) =>
      generateTickets(tools, { contest, count: 2_000, printFile: printFiles[index] as string }),
    ),
  )
  const refused = runs.filter(run => run.status === 'rejected')
  expect(refused.map(run => run.reason)).toEqual([expect.any(CommandRefusal)])
  expect(await ticketRows(one)).toHaveLength(2_000)
  const winner = runs.findIndex(run => run.status === 'fulfilled')
  expect(printFiles.map(file => existsSync(file))).toEqual([winner === 0, winner === 1])
  expect(printFiles.some(file => existsSync(`${file}.tmp`))).toBe(false)
})

test('two contests at once get ranges of one sequence, each without gap or overlap', async () => {
  const one = await generationTools()
  const other = await generationTools(one.config.database.url)
  const generations = await Promise.all([
    generateTickets(one, { contest, count: 1_000, printFile: newFile() }),
    generateTickets(other, { contest: { ...contest, slug: 'second' }, count: 500, printFile: newFile() }),
  ])
  const [first, second] = generations.sort((a, b) => a.firstId - b.firstId)
  expect([first?.firstId, second?.firstId]).toEqual([1, 1 + (first?.count ?? 0)])
  const rows = await ticketRows(one)
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 1_500 }, (_, index) => index + 1))
  expect(new Set(rows.slice(0, first?.count).map(row => row.contest_id)).size).toBe(1)
})

test('a contest that has opened gets no tickets: the commitment is deposited before', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await expect(generateTickets(tools, { contest: begun, count: 100, printFile })).rejects.toThrow('déjà ouvert')
  await nothingIsLeft(tools, printFile)
})

test.each([0, -1, 1.5, 100_000_001])('%d is no number of tickets', async count => {
  const tools = await generationTools()
  const printFile = newFile()
  await expect(generateTickets(tools, { contest, count, printFile })).rejects.toThrow('Le nombre de tickets va de 1 à')
  await nothingIsLeft(tools, printFile)
})

test('without a number as many tickets are made as the definition says, and each batch is reported', async () => {
  const tools = await generationTools()
  const progress: number[][] = []
  const onProgress = (...figures: number[]) => progress.push(figures)
  const opensAt = '2030-01-01T09:00:00+01:00'
  const definition = { ...contest, tickets: 20_600, opensAt }
  const generation = await generateTickets(tools, { contest: definition, printFile: newFile(), onProgress })
  expect(generation).toMatchObject({ firstId: 1, count: 20_600, opensAt: new Date(opensAt) })
  expect(await ticketRows(tools)).toHaveLength(20_600)
  expect(progress).toEqual([
    [20_480, 20_600],
    [20_600, 20_600],
  ])
})

test('a contest that is there already gets its tickets if prizes and quotas are the same, and keeps its opening', async () => {
  const tools = await generationTools()
  const { db } = tools.connection
  const opensAt = new Date('2030-01-01T08:00:00Z')
  const plan = { definition: contest, count: 100, at: new Date('2029-12-01T08:00:00Z') }
  await prepareContest(db, { ...plan, definition: { ...contest, opensAt: opensAt.toISOString() } })
  const order = { contest, printFile: newFile() }
  await expect(generateTickets(tools, { ...order, count: 200 })).rejects.toThrow('d’autres lots ou d’autres quotas')
  expect((await generateTickets(tools, { ...order, count: 100 })).opensAt).toEqual(opensAt)
})

test('an existing file is never overwritten', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  await writeFile(printFile, 'kept')
  await expect(generateTickets(tools, { contest, count: 100, printFile })).rejects.toThrow('rien n’est écrasé')
  expect(await readFile(printFile, 'utf8')).toBe('kept')
  expect(await ticketRows(tools)).toEqual([])
})

test('a print file that cannot be written is refused before anything is generated', async () => {
  const tools = await generationTools()
  const printFile = join(folder, 'absent', 'codes.csv')
  await expect(generateTickets(tools, { contest, count: 100, printFile })).rejects.toThrow('ne peut pas être écrit')
  await nothingIsLeft(tools, printFile)
})

test('a run that fails half-way leaves neither tickets nor codes, and the next one succeeds', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  const failing: DrawBatch = async batch => {
    if (batch.firstId > 1) throw new Error('no more')
    return tools.draw(batch)
  }
  await expect(generateTickets({ ...tools, draw: failing }, { contest, count: 30_000, printFile })).rejects.toThrow(
    'no more',
  )
  await nothingIsLeft(tools, printFile)
  await generateTickets(tools, { contest, count: 100, printFile })
  expect(await ticketRows(tools)).toHaveLength(100)
})

test('a run cut off between the commit and the name of its print file is finished, not repeated', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  const done = await generateTickets(tools, { contest, count: 100, printFile })
  const codes = await readFile(printFile, 'utf8')
  await rename(printFile, `${printFile}.tmp`)
  const elsewhere = { contest: { ...contest, slug: 'second' }, count: 100, printFile }
  await expect(generateTickets(tools, elsewhere)).rejects.toThrow('codes d’un autre concours')
  expect(await generateTickets(tools, { contest, count: 100, printFile })).toEqual(done)
  expect(await readFile(printFile, 'utf8')).toBe(codes)
  expect(existsSync(`${printFile}.tmp`)).toBe(false)
})

const COPY_HEADER = 19
const ROW = 42
const HASH = 26

/** Gives the second ticket of a batch the code of its first, as chance does once in a long while. */
function collide(rows: Uint8Array): void {
  const first = COPY_HEADER + HASH
  rows.copyWithin(first + ROW, first, first + 16)
}

test('a code that is drawn twice costs a second draw, and every ticket has its own', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  const drawn: number[] = []
  const draw: DrawBatch = async batch => {
    const made = drawTickets(tools.config.tickets.pepper, batch)
    if (batch.firstId === 20_481 && !drawn.includes(20_481)) collide(made.rows)
    drawn.push(batch.firstId)
    return made
  }
  await generateTickets({ ...tools, draw }, { contest, count: 21_000, printFile })
  expect(drawn.filter(id => id === 20_481)).toHaveLength(2)
  const rows = await ticketRows(tools)
  expect(rows).toHaveLength(21_000)
  expect(new Set((await opened(tools, printFile)).map(({ id }) => id)).size).toBe(21_000)
})

test('a source of codes that repeats itself for ever fails the run', async () => {
  const tools = await generationTools()
  const printFile = newFile()
  let draws = 0
  const draw: DrawBatch = async batch => {
    draws++
    const made = drawTickets(tools.config.tickets.pepper, batch)
    collide(made.rows)
    return made
  }
  await expect(generateTickets({ ...tools, draw }, { contest, count: 100, printFile })).rejects.toThrow('duplicate key')
  expect(draws).toBe(5)
  await nothingIsLeft(tools, printFile)
})

test('the database keeps an allotted ticket as it is, and refuses one whose prize does not exist', async () => {
  const tools = await generationTools()
  await generateTickets(tools, { contest, count: 100, printFile: newFile() })
  const { client } = tools.connection
  for (const change of ['masked_prize = 5', 'contest_id = 1', `code_hash = '\\x00'`])
    await expect(client.query(`update tickets set ${change} where id = 1`)).rejects.toThrow('never changes')
  await expect(client.query('update tickets set prize_id = 5 where id = 1')).rejects.toThrow(
    'tickets_are_masked_until_played',
  )
  await expect(client.query('delete from prizes')).rejects.toThrow('never deleted')
  const strange = `insert into tickets (id, prize_id, code_hash) values (101, 99, '\\x${'0'.repeat(32)}')`
  await expect(client.query(strange)).rejects.toThrow('a prize or a contest that does not exist')
})

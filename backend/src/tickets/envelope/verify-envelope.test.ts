import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { generationTools, scratchFolder, theTipTop } from '../../../test/generation.ts'
import { generateTickets } from '../generation/generate-tickets.ts'
import { verificationLines } from '../operator-words.ts'
import { type TicketDifference, verifyTickets } from '../verify-tickets.ts'

const folder = await scratchFolder()
const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
const identityFile = join(folder, 'bailiff.key')
await writeFile(identityFile, `# the bailiff's identity\n${identity}\n`)
let contests = 0

/** A contest after another one, with its envelope, in a database that forgets its triggers. */
async function sealed() {
  const tools = await generationTools()
  const tickets = { ...tools.config.tickets, bailiffRecipients: [recipient] }
  const name = String(++contests)
  const first = await theTipTop({ slug: 'first' })
  await generateTickets(tools, { contest: first, count: 50, printFile: join(folder, `${name}-first.csv`) })
  const file = join(folder, `${name}.age`)
  const order = {
    contest: await theTipTop(),
    count: 1_100,
    canaries: 3,
    printFile: join(folder, `${name}.csv`),
    envelope: file,
  }
  const { root } = await generateTickets({ ...tools, config: { ...tools.config, tickets } }, order)
  const { client } = tools.connection
  for (const table of ['tickets', 'commitment_leaves']) await client.query(`alter table ${table} disable trigger user`)
  const { pepper } = tools.config.tickets
  const verify = async (given: { root?: string; file?: string; identityFile?: string } = {}) => {
    const differences: TicketDifference[] = []
    const onDifference = (difference: TicketDifference) => differences.push(difference)
    const envelope = { file: given.file ?? file, identityFile: given.identityFile ?? identityFile }
    const asked = { contest: 'the-tip-top', pepper, root: given.root ?? root, envelope, onDifference }
    const verified = await verifyTickets(tools.connection, asked)
    return { holds: verified.found.holds, differences, words: verificationLines(verified, true) }
  }
  return { file, root, verify, tamper: (sql: string) => client.query(sql) }
}

/** The envelope with other lines, sealed for the bailiff again. */
async function resealed(file: string, change: (lines: string[]) => string[]): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const lines = (await decrypter.decrypt(await readFile(file), 'text')).trimEnd().split('\n')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const other = join(folder, `resealed-${++contests}.age`)
  await writeFile(other, await encrypter.encrypt(`${change(lines).join('\n')}\n`))
  return other
}

test('with the envelope every prize is recounted, of played and unplayed tickets alike', async () => {
  const { verify } = await sealed()
  const { holds, differences, words } = await verify()
  expect({ holds, differences }).toEqual({ holds: true, differences: [] })
  expect(words).toContain('Chaque ticket, joué ou non, a le lot qui a été déposé.')
  expect(words).toMatch(/✓ Lot 1, .* : 660 sur 660/)
  expect(words).toMatch(/✓ Tickets ouverts : 1\s103 sur 1\s103/)
})

test('an unplayed ticket whose masked prize or code was changed is named, and so is its changed leaf', async () => {
  const { verify, tamper } = await sealed()
  await tamper('update tickets set masked_prize = masked_prize # 1 where id = 60')
  await tamper(`update tickets set code_hash = '\\x${'ab'.repeat(16)}' where id = 70`)
  await tamper(
    'update commitment_leaves set hashes = set_byte(hashes, 32 * 29, 255 - get_byte(hashes, 32 * 29)) where first_leaf = 0 and contest_id = 2',
  )
  const { holds, differences, words } = await verify()
  expect(holds).toBe(false)
  expect(differences).toEqual([
    { kind: 'prize', ticket: 60, was: expect.any(Number), is: expect.any(Number) },
    { kind: 'code', ticket: 70 },
    { kind: 'leaf', ticket: 80 },
  ])
  expect(words).toContain('Les feuilles de l’arbre en base ne sont pas celles du dépôt.')
  expect(words).toContain('3 différences avec l’enveloppe')
})

test('a ticket that is missing or was added is named', async () => {
  const { verify, tamper } = await sealed()
  await tamper('delete from tickets where id = 60')
  await tamper(`insert into tickets (id, contest_id, masked_prize, code_hash)
                select 30000, contest_id, masked_prize, '\\x${'cd'.repeat(16)}' from tickets where id = 61`)
  expect((await verify()).differences).toEqual([
    { kind: 'missing', ticket: 60, was: expect.any(Number) },
    { kind: 'added', ticket: 30_000 },
  ])
})

test('another envelope, and another recorded root, are betrayed by the deposited root', async () => {
  const { verify, file, tamper } = await sealed()
  const moved = await resealed(file, ([header = '', ...lines]) => {
    const swapped = lines.map(line => line.replace(/^(\d+;\w+;)1;/, '$12;'))
    return [header, ...swapped]
  })
  const { holds, words } = await verify({ file: moved })
  expect(holds).toBe(false)
  expect(words).toContain('L’enveloppe n’est pas celle de cet engagement, ou elle a été modifiée.')
  expect(words).toContain('Le nombre de tickets d’un lot n’est pas son quota.')
  await tamper('alter table contests disable trigger user')
  await tamper(`update contests set commitment_root = sha256('other') where slug = 'the-tip-top'`)
  expect((await verify()).words).toContain('La racine enregistrée en base n’est pas celle du dépôt.')
})

test('an envelope that lacks tickets does not pass', async () => {
  const { verify, file } = await sealed()
  const short = await resealed(file, lines => lines.slice(0, -100))
  const { holds, words, differences } = await verify({ file: short })
  expect(holds).toBe(false)
  expect(differences).toHaveLength(100)
  expect(words).toContain('L’enveloppe n’ouvre pas autant de tickets que la base en annonce.')
})

test('another identity, a damaged file, a strange line and a missing file are refused in one sentence', async () => {
  const { verify, file } = await sealed()
  const other = join(folder, 'other.key')
  await writeFile(other, await generateX25519Identity())
  await expect(verify({ identityFile: other })).rejects.toThrow('ne s’ouvre pas')
  await writeFile(other, 'nothing')
  await expect(verify({ identityFile: other })).rejects.toThrow('ne contient pas d’identité')
  await expect(verify({ file: join(folder, 'absent.age') })).rejects.toThrow('ne s’ouvre pas')
  const bytes = await readFile(file)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5)
  await writeFile(join(folder, 'damaged.age'), bytes)
  await expect(verify({ file: join(folder, 'damaged.age') })).rejects.toThrow('est abîmée')
  const twice = await resealed(file, lines => [...lines.slice(0, 5), ...lines.slice(3)])
  await expect(verify({ file: twice })).rejects.toThrow('ligne 6')
  await expect(verify({ file: await resealed(file, lines => lines.slice(1)) })).rejects.toThrow(
    'n’est pas une enveloppe',
  )
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { generationTools, scratchFolder } from '../../test/generation.ts'
import { SHIPPED_DEFINITION } from '../contest/definition.ts'

const folder = await scratchFolder()
const tools = await generationTools()

function start(...args: string[]) {
  return spawn(process.execPath, [join(import.meta.dirname, 'commands.ts'), ...args], {
    env: {
      DATABASE_URL: tools.config.database.url,
      TICKET_PEPPER: tools.config.tickets.pepper,
    },
  })
}

async function run(...args: string[]) {
  const child = start(...args)
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (child.exitCode === null) await once(child, 'exit')
  return { exitCode: child.exitCode, out, err }
}

const count = async () => {
  const { rows } = await tools.connection.client.query('select count(*) as tickets from tickets')
  return rows[0].tickets
}

test('a generation killed in the middle leaves nothing that counts, and the next one succeeds', async () => {
  const printFile = join(folder, 'killed.csv')
  const order = ['generate', '--definition', SHIPPED_DEFINITION, '--print-file', printFile, '--clear']
  const child = start(...order, '--count', '400000')
  await new Promise(resolve => child.stderr.once('data', resolve))
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  expect(await count()).toBe(0)
  expect(existsSync(printFile)).toBe(false)

  const minutes = join(folder, 'acte.pdf')
  const more = ['--count', '200', '--opens-at', '2099-01-05T09:00:00+01:00', '--pdf', minutes]
  const { exitCode, out } = await run(...order, ...more)
  expect(exitCode).toBe(0)
  // 200 and 20 canaries.
  expect(await count()).toBe(220)
  expect((await readFile(printFile, 'utf8')).trimEnd().split('\n')).toHaveLength(201)
  expect(out).toContain('ouverture le 5 janvier 2099 à 09:00')
  expect((await readFile(minutes)).subarray(0, 5).toString()).toBe('%PDF-')
  expect(out).toContain('⚠ Codes EN CLAIR')
  const root = /Racine\s+([0-9a-f]{64})/.exec(out)?.[1] ?? ''
  expect(await run('verify-allotment', '--root', root)).toMatchObject({ exitCode: 0 })
})

test('verify-allotment ends with 1 when something differs, and names it', async () => {
  await tools.connection.client.query('alter table tickets disable trigger user')
  await tools.connection.client.query('delete from tickets where id = 7')
  const { exitCode, out } = await run('verify-allotment')
  expect(exitCode).toBe(1)
  expect(out).toContain('Ticket n° 7 : manque')
  expect(out).toContain('✗ Tickets : 219 sur 220')
})

test('verify-allotment --json names by their kind the tickets that differ and the totals that are wrong', async () => {
  const { exitCode, out } = await run('verify-allotment', '--json')
  expect(exitCode).toBe(1)
  const { holds, ticketCount, faults } = JSON.parse(out)
  expect({ holds, ticketCount }).toMatchObject({ holds: false, ticketCount: { recorded: 220, tickets: 219 } })
  expect(faults[0]).toEqual({ kind: 'missing', sentence: expect.stringContaining('Ticket n° 7 : manque') })
  expect(faults).toContainEqual({ kind: 'total', sentence: expect.stringContaining('Tickets : 219 sur 220') })
  expect(JSON.stringify(faults)).not.toContain('Racine en base')
})

test('a refused generation ends with 1 and one sentence, without a trace of the code', async () => {
  const again = join(folder, 'again.csv')
  const { exitCode, err } = await run('generate', '--definition', SHIPPED_DEFINITION, '--print-file', again, '--clear')
  expect(exitCode).toBe(1)
  expect(err).toBe('Les tickets du concours « the-tip-top » sont déjà générés : cela ne se fait qu’une fois.\n')
})

test.each([
  [['generat'], 'Commande inconnue : generat.'],
  [['generate', '--count', '5'], 'demande --definition et --print-file'],
  [['generate', '--definition', 'x', '--print-file', 'y', '--count', 'many'], 'n’est pas un nombre'],
  [['generate', '--definition', 'x', '--print-file', 'y', '--opens-at', 'demain'], 'n’est pas une date'],
  [['verify-allotment', '--root', 'abc'], '64 chiffres hexadécimaux'],
  [['verify-allotment', '--envelope', 'x'], '--envelope et --identity vont ensemble'],
  [['generate', '--definition', SHIPPED_DEFINITION, '--print-file', 'y'], 'PRINT_RECIPIENTS manque'],
  [
    ['generate', '--definition', SHIPPED_DEFINITION, '--print-file', 'y', '--clear', '--envelope', 'z'],
    'BAILIFF_RECIPIENTS manque',
  ],
])('a command that is written wrongly (%j) ends with 2 and the help', async (args, sentence) => {
  const { exitCode, err } = await run(...args)
  expect(exitCode).toBe(2)
  expect(err).toContain(sentence)
  expect(err).toContain('verify-allotment [--contest NOM]')
})

test('commitment shows the root, and writes the page to deposit when asked', async () => {
  const shown = await run('commitment')
  const root = /Racine +([0-9a-f]{64})/.exec(shown.out)?.[1]
  expect(shown).toMatchObject({ exitCode: 0, out: expect.stringContaining('ouverture le 5 janvier 2099') })
  const pdf = join(folder, 'engagement.pdf')
  const { exitCode, out } = await run('commitment', '--pdf', pdf)
  expect(exitCode).toBe(0)
  expect(out).toContain(root)
  expect(out).toContain('Horodatage : aucun')
  expect((await readFile(pdf)).subarray(0, 5).toString()).toBe('%PDF-')
})

test('--help ends with 0', async () => {
  expect(await run('--help')).toMatchObject({ exitCode: 0, out: expect.stringContaining('--print-file'), err: '' })
})

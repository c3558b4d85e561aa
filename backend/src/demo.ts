import { parseArgs } from 'node:util'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { CommandRefusal } from './command-line/command-refusal.ts'
import { progressLine } from './command-line/progress-line.ts'
import { readConfig } from './config.ts'
import { openConnection } from './database/connection.ts'
import { type Demo, prepareDemo } from './demo/prepare-demo.ts'

const HELP = `Prépare la démonstration : un concours ouvert, ses tickets, un compte par rôle. Ce qui existe est gardé.

  node backend/src/demo.ts --print-file FICHIER [--tickets N] [--json]

DATABASE_URL, TICKET_PEPPER et SESSION_KEY viennent de l’environnement. Refusé si NODE_ENV=production.`

async function main(): Promise<void> {
  const options = {
    'print-file': { type: 'string' },
    tickets: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const
  const { values } = parseArgs({ options })
  const { 'print-file': printFile, tickets, json, help } = values
  if (help) return console.log(HELP)
  if (!printFile) throw new CommandRefusal(`--print-file manque.\n\n${HELP}`)
  const config = readConfig(process.env)
  const connection = await openConnection(config.database)
  try {
    const order = { printFile, onProgress: progressLine('Génération des tickets') }
    const count = tickets === undefined ? undefined : Number(tickets)
    const demo = await prepareDemo({ connection, config, now: () => new Date() }, { ...order, tickets: count })
    console.log(json ? JSON.stringify(demo) : inWords(demo))
  } finally {
    await connection.close()
  }
}

function inWords({ accounts, codes, warning }: Demo): string {
  return [
    'Codes à jouer :',
    ...codes.map(code => `  ${formatTicketCode(code)}`),
    ...(warning ? [warning] : []),
    'Comptes de démonstration :',
    ...accounts.map(({ role, email, password }) => `  ${role.padEnd(8)}  ${email.padEnd(18)}  ${password}`),
  ].join('\n')
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

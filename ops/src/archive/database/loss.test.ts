import { expect, test } from 'vitest'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import { lossSince, lossWords } from './loss.ts'

const server = { container: 'postgres', name: 'prod' }
const MOMENT = new Date('2026-11-23T04:15:00Z')

/** A database that has these views and no table, each with so many rows after the moment. */
function databaseWith(views: Record<string, number>): Shell {
  const read: Shell['read'] = async (command, { input } = {}) => {
    const counts = [...String(input).matchAll(/from (\S+) where at > '2026-11-23T04:15:00.000Z'/g)].map(
      ([, name = '']) => {
        const rows = views[name]
        if (rows === undefined) throw new CommandFailed(command, 1, `relation "${name}" does not exist`)
        return rows
      },
    )
    return counts.join('\t')
  }
  return { read, run: read }
}

test('what a way back loses is counted by the views that the application offers', async () => {
  const shell = databaseWith({ 'operations_v1.plays': 3, 'operations_v1.accounts': 1, 'operations_v1.handovers': 2 })
  const loss = await lossSince(MOMENT, server, { shell })
  expect(loss).toEqual({ plays: 3, accounts: 1, claims: 2 })
  expect(lossWords(loss)).toBe('perdu depuis : 3 participation(s), 1 inscription(s), 2 remise(s)')
  expect(lossWords({ plays: 0, accounts: 0, claims: 0 })).toBe('rien de ce que les gens ont fait n’est perdu')
})

test('of a database that is too old for these views the loss is unknown, never zero', async () => {
  const loss = await lossSince(MOMENT, server, { shell: databaseWith({ tickets: 3, users: 1 }) })
  expect(loss).toBeNull()
  expect(lossWords(loss)).toBe('ce qui a été fait depuis est perdu, sans que cela puisse être compté')
})

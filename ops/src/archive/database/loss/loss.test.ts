import { expect, test } from 'vitest'
import { CommandFailed, type Shell } from '../../../tools/shell.ts'
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

test('of a database that is too old for these views, or down, the loss is unknown with its reason, never zero', async () => {
  const loss = await lossSince(MOMENT, server, { shell: databaseWith({ tickets: 3, users: 1 }) })
  const unknown = 'ce qui a été fait depuis est perdu, sans que cela puisse être compté'
  expect(lossWords(loss)).toBe(`${unknown} : la base en service n’a pas les vues qui le comptent`)
  const down: Shell['read'] = async command => Promise.reject(new CommandFailed(command, 2, 'connection refused'))
  const silent = await lossSince(MOMENT, server, { shell: { read: down, run: down } })
  expect(lossWords(silent)).toBe(`${unknown} : la base en service ne répond pas`)
})

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RecordingServer, recordingServer } from '../../../../test/recording/recording-server.ts'
import { emptyMachine, layRest, openDestination, sendNight } from '../../../../test/recording/restoring.ts'
import type { Store } from '../../../archive/stores/store.ts'
import { rebuildNodes } from '../nodes.ts'
import { fetchNewest } from './fetch-newest.ts'

const [OLDER, NEWER] = ['20261122-020000', '20261123-020000']

let server: RecordingServer
let destination: Awaited<ReturnType<typeof openDestination>>
beforeEach(async () => {
  server = await recordingServer('prod')
  await layRest(server.target)
  destination = await openDestination(server)
  for (const day of ['22', '23']) await sendNight(server, destination, new Date(`2026-11-${day}T02:00:00Z`))
})
afterEach(() => server.close())

async function fetch(own: Partial<Parameters<typeof fetchNewest>[1]> = {}) {
  const { home, restore } = emptyMachine(server)
  const asked = {
    ...destination,
    home,
    nodes: rebuildNodes.prod,
    tools: restore.tools,
    to: null,
    named: null,
    pauseMs: 0,
  }
  const { ending } = await server.run(step => fetchNewest(step, { ...asked, ...own }))
  if (ending.outcome !== 'done') throw ending.error
  const { backup, skipped } = ending.value
  return { name: backup.name, skipped: skipped.map(({ name }) => name) }
}

/** The destination, which does not answer so many times before it does. */
function slow(times: { list?: number; get?: number }): Store {
  const { store } = destination
  const refuse = (verb: 'list' | 'get') => {
    const left = times[verb] ?? 0
    times[verb] = left - 1
    if (left > 0) throw new Error('la ligne est coupée')
  }
  return {
    ...store,
    list: async prefix => {
      refuse('list')
      return store.list(prefix)
    },
    get: async (key, signal) => {
      if (key.endsWith('.age')) refuse('get')
      return store.get(key, signal)
    },
  }
}
const damage = (night: string) => rm(join(server.folder, 'away', 'prod', night, 'configuration.tar.age'))

test('the newest backup is fetched, or the one that was named, or the last before a moment', async () => {
  expect(await fetch()).toEqual({ name: NEWER, skipped: [] })
  expect(await fetch({ named: OLDER })).toEqual({ name: OLDER, skipped: [] })
  expect(await fetch({ to: new Date('2026-11-22T20:00:00Z') })).toEqual({ name: OLDER, skipped: [] })
})

test('a destination that does not answer is asked three times in all, and so is it for each backup', async () => {
  expect(await fetch({ store: slow({ list: 2 }) })).toMatchObject({ name: NEWER })
  await expect(fetch({ store: slow({ list: 3 }) })).rejects.toThrow('la ligne est coupée')
  // Each try asks for the piece, then reads it whole to tell damage from a cut line.
  expect(await fetch({ store: slow({ get: 4 }) })).toEqual({ name: NEWER, skipped: [] })
  await expect(fetch({ store: slow({ get: 6 }) })).rejects.toThrow('la ligne est coupée')
})

test('backups that are all damaged are named, each with what is wrong with it', async () => {
  const listed = await destination.store.list('')
  const store = {
    ...destination.store,
    list: async (prefix: string) => listed.filter(({ key }) => key.startsWith(prefix)),
  }
  await damage(NEWER)
  expect(await fetch({ store })).toEqual({ name: OLDER, skipped: [NEWER] })
  await damage(OLDER)
  const error = await fetch({ store }).catch((error: Error) => error)
  for (const night of [NEWER, OLDER])
    expect(error).toMatchObject({ message: expect.stringMatching(`\n  ${night} : .`) })
})

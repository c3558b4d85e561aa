import { afterEach, beforeEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../test/recording/recording-server.ts'
import { runningRelease } from '../release/colours.ts'
import type { Release } from '../release/release.ts'
import type { Shell } from '../tools/shell.ts'
import { inPlaceNodes } from './in-place/nodes.ts'
import { proveData } from './prove-data.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await recordingServer('prod')
  server.commit(commitNamed('a'))
  await deployOn(server, commitNamed('a'))
})
afterEach(() => server.close())

/** @param rows what the database says of its broken invariants */
async function prove(rows = '', own: Partial<Parameters<typeof proveData>[1]> = {}) {
  const { home } = server.target
  const release = (await runningRelease(home))?.release as Release
  const { shell } = server.tools
  const read: Shell['read'] = async (command, options) =>
    String(options?.input).includes('select offending') ? rows : shell.read(command, options)
  const data = {
    nodes: inPlaceNodes.prod,
    home,
    release,
    deposited: server.target.settings,
    tools: { shell: { ...shell, read } },
    ...own,
  }
  return server.run(step => proveData(step, data))
}

test('each fault of the data is named', async () => {
  expect((await prove()).ending.outcome).toBe('done')
  const { ending } = await prove('2\ttickets joués sans participation\n1\tticket qui manque')
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringMatching(/\n2 tickets joués sans participation\n1 ticket qui manque$/) },
  })
})

test('a database that does not answer is not proven', async () => {
  server.model.infra.delete(server.target.home.database.container)
  expect((await prove()).ending.outcome).toBe('failed')
})

/** The contest has a commitment of two tickets with this root. */
const commit = (root: string) => {
  const { settings } = server.target
  const database = server.model.databases.get('tiptop') ?? { migrations: [], plays: 0 }
  server.model.databases.set('tiptop', { ...database, commitments: [[settings.CONTEST, root, root]] })
  return (COMMITMENT_ROOT: string) => ({ deposited: { ...settings, COMMITMENT_ROOT } })
}

test('the commitment that came back is compared with the deposited root, and without that setting is not proven', async () => {
  const root = 'ab'.repeat(32)
  const deposited = commit(root)
  expect((await prove('', deposited(root))).ending).toEqual({ outcome: 'done', value: [] })
  const other = await prove('', deposited('cd'.repeat(32)))
  expect(other.ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('fut déposé') } })
  const unset = [expect.stringContaining(`COMMITMENT_ROOT est vide ; la base dit ${root}`)]
  expect((await prove('', deposited(''))).ending).toEqual({ outcome: 'done', value: unset })
})

test('without the pepper what a ticket of a commitment holds is not checked, and that is said', async () => {
  const root = 'ab'.repeat(32)
  const asked = { ...commit(root)(root), pepper: false }
  server.model.broken.push(/tickets\/commands\.ts verify-allotment/)
  const { ending } = await prove('', asked)
  expect(ending).toEqual({ outcome: 'done', value: [expect.stringContaining('le poivre n’a pas été apporté')] })
})

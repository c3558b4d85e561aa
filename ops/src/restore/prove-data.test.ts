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
async function prove(rows = '') {
  const { home } = server.target
  const release = (await runningRelease(home))?.release as Release
  const { shell } = server.tools
  const read: Shell['read'] = async (command, options) =>
    String(options?.input).includes('select offending') ? rows : shell.read(command, options)
  const data = { nodes: inPlaceNodes.prod, home, release, tools: { shell: { ...shell, read } } }
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

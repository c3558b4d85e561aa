import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { openJournal } from '../../procedure/journal.ts'
import { followPipeline } from './follow-pipeline.ts'

let server: RecordingServer
afterEach(() => server.close())

const [BROKEN, REVERT] = ['a', 'b'].map(commitNamed) as [string, string]
const PATIENCE = { everyMs: 5, withinMs: 60_000 }

/** A release serves, and a commit that undoes it was pushed. */
async function serve() {
  server = await recordingServer('dev')
  server.commit(BROKEN)
  server.commit(REVERT, { version: '1.0.1' })
  await deployOn(server, BROKEN)
}

const follow = (patience = PATIENCE) =>
  server.run(step =>
    followPipeline(step, { commit: REVERT, environment: 'dev' }, server.target, server.tools, patience),
  )

test('after the push the pipeline is waited for, then the health of what it deployed [4.1/I 4.1/S 4.1/T 4.1/V 4.1/X]', async () => {
  await serve()
  const followed = follow()
  await deployOn(server, REVERT)
  const { ending, way, told } = await followed
  expect(ending.outcome).toBe('done')
  expect(way('4.1')).toBe('I S T V X')
  expect(told).toContain('version 1.0.1')
})

test('a deployment of the pipeline that failed is named at once', async () => {
  await serve()
  const run = '20261123-090000-deploy-abcd'
  const journal = openJournal(server.target.home.runs, run, () => new Date('2026-11-23T09:00:00Z'))
  const about = { environment: 'dev', by: 'Jenkins', pid: 1, lock: '../.lock', input: { commit: REVERT } }
  journal.write({ kind: 'started', run, procedure: 'deploy', ...about })
  journal.write({ kind: 'ended', outcome: 'failed', ms: 1, reason: 'Les tests sont rouges' })
  journal.close()
  expect((await follow()).ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('Les tests sont rouges'), hint: `tiptop runs show ${run}` },
  })
})

test('a pipeline that does not come is said to the operator, with what to do', async () => {
  await serve()
  const { ending, way } = await follow({ everyMs: 1, withinMs: 5 })
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'not-ready', hint: expect.stringContaining('tiptop deploy dev') },
  })
  expect(way('4.1')).toBe('I')
})

test('a release that the pipeline put in service and that is not well fails', async () => {
  await serve()
  await deployOn(server, REVERT)
  server.model.broken.push(/health/)
  const { ending, way } = await follow()
  expect(ending.outcome).toBe('failed')
  expect(way('4.1')).toBe('I S T')
})

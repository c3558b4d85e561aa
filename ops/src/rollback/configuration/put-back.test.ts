import { readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsText } from '../../../test/door.ts'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import {
  type FailAt,
  failAtEachStep,
  type RecordingServer,
  recordingServer,
} from '../../../test/recording/recording-server.ts'
import { type ConfigurationPlan, planConfiguration } from './plan.ts'
import { putBackConfiguration } from './put-back.ts'

let server: RecordingServer
let good: string
/** The second release was deployed with a wrong contest in its settings. */
beforeEach(async () => {
  server = await recordingServer('preprod')
  const { home } = server.target
  good = await readFile(home.settings, 'utf8')
  for (const letter of ['a', 'b', 'c']) server.commit(commitNamed(letter))
  await deployOn(server, commitNamed('a'))
  await writeFile(home.settings, settingsText({ ENVIRONMENT: 'preprod', CONTEST: 'wrong' }))
  await deployOn(server, commitNamed('b'))
})
afterEach(() => server.close())

async function agree(): Promise<ConfigurationPlan> {
  const plan = await planConfiguration(server.target.home, null)
  if (!plan) throw new Error('no other configuration')
  return plan
}

const putBack = (agreed: ConfigurationPlan, how: FailAt = {}) =>
  server.run(step => putBackConfiguration(step, { to: null, agreed }, server.target, server.tools), how)

const settingsNow = () => readFile(server.target.home.settings, 'utf8')

test('the images that serve run with the former settings, and those of before are kept beside them', async () => {
  const left = await settingsNow()
  const { ending } = await putBack(await agree())
  expect(ending).toMatchObject({ outcome: 'done', value: { release: { commits: { backend: commitNamed('b') } } } })
  expect(await settingsNow()).toBe(good)
  const { serves } = await server.state()
  expect(serves).toMatch(/-config-bbbbbbb$/)
  if (ending.outcome === 'done') expect(await readFile(ending.value.kept, 'utf8')).toBe(left)
})

test('when a deployment came in between, nothing is done', async () => {
  const agreed = await agree()
  await deployOn(server, commitNamed('c'))
  server.model.changes.length = 0
  expect(await putBack(agreed)).toMatchObject({ ending: { outcome: 'failed' } })
  expect(server.model.changes).toEqual([])
})

test('whatever step fails, the settings are those of before and what served goes on serving', async () => {
  const [before, settings] = [await server.state(), await settingsNow()]
  const titles = await failAtEachStep(
    async how => putBack(await agree(), how),
    async title => {
      expect(await server.state(), title).toEqual(before)
      expect(await settingsNow(), title).toBe(settings)
    },
  )
  expect(titles).toContain('Remettre les réglages')
})

import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../test/recording/recording-server.ts'
import type { Environment } from '../environment/environment.ts'

let server: RecordingServer
afterEach(() => server.close())

const [FIRST, SECOND] = ['a', 'b'].map(commitNamed) as [string, string]

test.each<[Environment, Record<string, string>]>([
  ['dev', { 2.1: 'F G P Q R S U V W X Y Z', 2.2: 'C D E F G H I J L M O P Q R S T U V W X Y AA' }],
  [
    'preprod',
    {
      2.1: 'F G P Q R S U V W X Y Z',
      2.3: 'C D E F G H I J L K M P Q R Z AA AB AC AD AE AF AG AH AI AM',
    },
  ],
  [
    'prod',
    {
      2.1: 'F G P Q R S U V W X Y Z',
      2.4: 'C D E F G H I J K L O M P T W V X Y Z AA AB AC AD AE AF AG AH AI AJ AO AP AQ',
    },
  ],
])(
  'in %s a commit takes its way through the diagram of the environment, and through that of all',
  async (environment, ways) => {
    server = await recordingServer(environment)
    server.commit(FIRST)
    const { way, titles } = await deployOn(server, FIRST)
    for (const [diagram, ids] of Object.entries(ways)) expect(way(diagram)).toBe(ids)
    expect(titles.includes('Essayer une participation')).toBe(environment === 'prod')
  },
)

test.each<[Environment, string[]]>([
  ['dev', ['2.1/T', '2.2/W', '2.2/S']],
  ['preprod', ['2.3/AL', '2.3/AG', '2.3/AD']],
  // Starting it made the accounts of the journeys as well.
  ['prod', ['2.4/AM', '2.4/AH', '2.4/AG', '2.4/AE']],
])('in %s a release that is ill is taken back at the nodes that its diagram has for it', async (environment, nodes) => {
  server = await recordingServer(environment)
  server.commit(FIRST)
  server.commit(SECOND, { release: 'ill' })
  await deployOn(server, FIRST)
  const { steps } = await deployOn(server, SECOND)
  const undone = nodes.map(node => `undo ${node} done`)
  expect(steps.filter(step => step.startsWith('undo') && step.endsWith('done'))).toEqual(undone)
})

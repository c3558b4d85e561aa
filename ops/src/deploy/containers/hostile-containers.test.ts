import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { environments } from '../../environment/environment.ts'

let server: RecordingServer
afterEach(() => server.close())

const [FIRST, HOSTILE] = ['a', 'b'].map(commitNamed) as [string, string]

test.each(environments)(
  'in %s a commit whose containers would mount the server is refused, before any of its code ran',
  async environment => {
    server = await recordingServer(environment)
    server.commit(FIRST, { version: '1.0.0' })
    server.commit(HOSTILE, { version: '1.1.0', appFile: 'services: { backend: { volumes: ["/:/host"] } }\n' })
    await deployOn(server, FIRST)
    const { serves } = await server.state()
    server.model.changes.length = 0
    const { ending } = await deployOn(server, HOSTILE)
    const said = expect.stringContaining('services.backend.volumes.0')
    expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'check-failed', message: said } })
    expect(server.model.changes.filter(change => /-checks|buildx|compose/.test(change))).toEqual([])
    expect((await server.state()).serves).toBe(serves)
  },
)

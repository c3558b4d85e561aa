import type { Environment } from '../../../src/environment/environment.ts'
import { rebuildServer } from '../../../src/restore/server/rebuild-server.ts'
import type { RestoreFindings } from '../../../src/restore/server/restore-environment.ts'
import { startStopwatch } from '../../../src/restore/server/stopwatch.ts'
import { commitNamed, deployOn } from '../deploying.ts'
import { type FailAt, type RecordingServer, recordingServer } from '../recording-server.ts'
import { emptyMachine, layRest, openDestination, sendNight } from '../restoring.ts'

type RebuildPlace = Pick<ReturnType<typeof emptyMachine>, 'home' | 'restore'> & { pepperIdentities?: string[] }

/**
 * A server with five plays, whose backup of 23 November is away, and a machine that has nothing.
 * @param deployed false for one on which no release ever served
 * @param prepare changes the server before its backup is made
 */
export async function loseServer({
  environment = 'prod',
  deployed = true,
  prepare = async () => {},
}: {
  environment?: Environment
  deployed?: boolean
  prepare?(lost: RecordingServer): Promise<unknown>
} = {}) {
  const lost = await recordingServer(environment)
  lost.commit(commitNamed('a'), { version: '1.0.0' })
  await layRest(lost.target)
  if (deployed) await deployOn(lost, commitNamed('a'))
  const setPlays = (plays: number) =>
    lost.model.databases.set('tiptop', { migrations: [], ...lost.model.databases.get('tiptop'), plays })
  setPlays(5)
  await prepare(lost)
  const destination = await openDestination(lost)
  await sendNight(lost, destination, new Date('2026-11-23T02:00:00Z'))
  const machine = emptyMachine(lost)

  /** Rebuilds it on that machine, or on another. */
  async function rebuild(how: FailAt = {}, on: RebuildPlace = machine) {
    const found: Partial<RestoreFindings> = {}
    const { store, identities, pepperIdentities } = destination
    const keys = { identities, pepperIdentities: on.pepperIdentities ?? pepperIdentities }
    const request = { ...on.restore, ...keys, home: on.home, store, named: null }
    const note = (more: Partial<RestoreFindings>) => void Object.assign(found, more)
    const ran = await lost.run(step => rebuildServer(step, request, startStopwatch(), note), how)
    return { ...ran, found }
  }
  return { lost, destination, machine, setPlays, rebuild }
}

import { type Backup, ownBytes } from '../../archive/backups.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import type { RunningRelease } from '../../release/colours.ts'
import { inBytes, spaceAt } from '../../tools/free-space.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'
import type { SendAlert } from '../making.ts'
import { bytesToSave } from '../pieces/images.ts'
import { deviceOf, needsOf, shortage } from './room.ts'

type RoomRequest = {
  target: Target
  tools: Tools
  running: RunningRelease | null
  former: readonly Backup[]
  alert: SendAlert
  /** removes what retention does not keep; @returns the names of what it removed */
  makeRoom(signal: AbortSignal): Promise<string[]>
}

/**
 * Makes sure that the disks have room for this backup and its proof. If they do not, alerts the people on call, removes
 * what retention does not keep and measures again, once.
 * @throws a Failure with the figures if there is still no room
 */
export async function findRoom(step: Step, request: RoomRequest): Promise<void> {
  const look = () => step(['3.1/C', '3.1/D'], 'Mesurer la place sur le disque', ({ tell }) => missing(request, tell))
  const short = await look()
  if (!short) return
  await step('3.1/E', "Alerter l'administrateur", async ({ tell }) => {
    const unsent = await request.alert('la place manque pour la sauvegarde de la nuit', `${short}.`)
    if (unsent.length) tell(unsent.join(' ; '))
  })
  await step('3.1/F', 'Faire de la place parmi les anciennes sauvegardes', async ({ tell, signal }) => {
    const removed = await request.makeRoom(signal)
    tell(removed.length ? removed.join(', ') : 'rien ne peut partir')
  })
  const still = await look()
  if (still)
    throw new Failure('disk-full', `La place manque : ${still}.`, { hint: 'Faites-y de la place, puis recommencez.' })
}

async function missing(
  { target, tools, running, former }: RoomRequest,
  tell: (said: string) => void,
): Promise<string | null> {
  const { home } = target
  const [row] = await readRows(tools.shell, home.database, "select pg_database_size('tiptop')")
  const images = running ? Object.values(running.release.images) : []
  const imageBytes = await bytesToSave(images, former, tools)
  const needs = needsOf(former.map(ownBytes), Number(row?.[0]), imageBytes)
  const engine = await tools.shell.read(['docker', 'info', '--format', '{{.DockerRootDir}}'])
  const [backups, data] = [home.backups.daily, engine].map(folder => ({ ...spaceAt(folder), device: deviceOf(folder) }))
  const short = backups && data ? shortage(needs, backups, data) : null
  tell(short ?? `${inBytes(needs.backup)} attendus, ${inBytes(backups?.free ?? 0)} libres`)
  return short
}

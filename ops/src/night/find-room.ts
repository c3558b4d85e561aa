import { type Backup, ownBytes } from '../archive/backups.ts'
import type { Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import type { Running } from '../release/colours.ts'
import { inBytes, spaceAt } from '../tools/free-space.ts'
import { readRows } from '../tools/postgres.ts'
import type { Tools } from '../tools/tools.ts'
import { bytesToSave } from './pieces/images.ts'
import { deviceOf, needsOf, shortage } from './room.ts'

type RoomRequest = {
  target: Target
  tools: Tools
  running: Running | null
  former: readonly Backup[]
  alert(subject: string, text: string): Promise<string[]>
  /** removes what retention lets go of; @returns the names of what it removed */
  makeRoom(signal: AbortSignal): Promise<string[]>
}

/**
 * Makes sure that the disks take this backup and its proof. Where they do not, the people on call are told, what
 * retention lets go of is removed, once, and the disks are looked at again.
 * @throws an Error in French with the figures when there is no room all the same
 */
export async function findRoom(step: Step, job: RoomRequest): Promise<void> {
  const look = () => step(['3.1/C', '3.1/D'], 'Mesurer la place sur le disque', ({ tell }) => missing(job, tell))
  const short = await look()
  if (!short) return
  await step('3.1/E', "Alerter l'administrateur", async ({ tell }) => {
    const unsent = await job.alert('la place manque pour la sauvegarde de la nuit', `${short}.`)
    if (unsent.length) tell(unsent.join(' ; '))
  })
  await step('3.1/F', 'Faire de la place parmi les anciennes sauvegardes', async ({ tell, signal }) => {
    const removed = await job.makeRoom(signal)
    tell(removed.length ? removed.join(', ') : 'rien ne peut partir')
  })
  const still = await look()
  if (still) throw new Error(`La place manque : ${still}. Faites-y de la place, puis recommencez.`)
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

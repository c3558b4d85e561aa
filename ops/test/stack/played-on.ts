import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../machine/run.ts'
import type { GcsServer } from '../stores/gcs/gcs-server.ts'
import { openS3Server } from '../stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../stores/scratch-target.ts'
import { archived } from './physical/cluster.ts'
import { depositRoot, makeTickets, registerPlayers } from './players.ts'
import { openServer, type Server } from './server.ts'

type Happening = {
  gcs?: GcsServer
  /** what happens on the server right before its night */
  beforeNight?(server: Server): Promise<unknown>
}

/**
 * Production with players who have played, and the backup of a night far away in a storage whose objects are locked, and
 * at Google's where there is one. The private keys are in files outside of that server. Needs closing.
 */
export async function openPlayedOn(own: Record<string, string> = {}, { gcs, beforeNight }: Happening = {}) {
  const safe = await mkdtemp(join(tmpdir(), 'tiptop-safe-'))
  const [keys, pepper, others, s3] = [await drawKeys(), await drawKeys(), await drawKeys(), await openS3Server()]
  const servers = { s3, ...(gcs && { gcs }) }
  const sealing = { ...settingsFor(keys.recipients, servers), PEPPER_RECIPIENTS: pepper.recipients.join() }
  const server = await openServer('prod', { ...sealing, S3_LOCK_DAYS: '1', ...own })
  await writeFile(server.home.settings, `SOURCE_REPOSITORY=${server.repository.folder}\n`, { flag: 'a' })
  const close = async () => {
    await server.close()
    await s3.close()
    await rm(safe, { recursive: true })
  }
  try {
    const keyFile = async (name: string, [identity = '']: string[]) => {
      await writeFile(join(safe, name), `# a key of the tests\n${identity}\n`, { mode: 0o600 })
      return join(safe, name)
    }
    const key = await keyFile('key.txt', keys.identities)
    const pepperKey = await keyFile('pepper.txt', pepper.identities)
    const wrongKey = await keyFile('wrong.txt', others.identities)
    await giveAccess(server.home, servers)
    await server.install()
    await server.repository.commit({ version: '1.0.0' })
    await server.must('deploy', 'prod')
    const codes = await makeTickets(server, 100)
    await depositRoot(server)
    const cookies = await registerPlayers(server, 3)
    const play = (player: number, times = 1) => playCodes(server, cookies[player] ?? '', codes.splice(0, times))
    await play(0, 2)
    await play(1, 3)
    await beforeNight?.(server)
    await server.must('backup', 'nightly', 'prod')
    return { server, s3, safe, key, pepperKey, wrongKey, cookies, play, close, archived: () => archived(server) }
  } catch (error) {
    await close()
    throw error
  }
}

/** Plays these codes on the site. */
export async function playCodes(server: Pick<Server, 'target' | 'outside'>, cookies: string, codes: string[]) {
  const { web } = await server.outside()
  const { settings } = await server.target()
  for (const code of codes)
    await web.send(`${settings.NEXT_PUBLIC_API_URL}/plays`, { body: { code }, cookies: [cookies], expect: 201 })
}

/** What the contest holds: how many were played by whom, and what proves the allotment. */
export const CONTEST_STATE = `select 'played', player_id::text, count(*)::text from tickets where id > 0 and player_id is not null group by 2
  union all select 'tickets', '', count(*)::text from tickets where id > 0
  union all select 'root', '', encode(commitment_root, 'hex') from contests where id > 0
  union all select 'people', email, first_name from users where id > 0 order by 1, 2`

/** Everything in the engine whose name begins so: containers, networks, volumes, images. */
export async function namedInEngine(prefix: string): Promise<string[]> {
  const names = await Promise.all([
    run(['docker', 'ps', '--all', '--format', '{{.Names}}']),
    run(['docker', 'network', 'ls', '--format', '{{.Name}}']),
    run(['docker', 'volume', 'ls', '--format', '{{.Name}}']),
    run(['docker', 'image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']),
  ])
  return names.flatMap(said => said.split('\n').filter(name => name.startsWith(prefix)))
}

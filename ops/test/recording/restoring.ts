import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { manifestText } from '../../src/archive/copies.ts'
import { type BackupManifest, PEPPER } from '../../src/archive/manifest.ts'
import { seal } from '../../src/archive/stores/seal.ts'
import { sendPiece } from '../../src/archive/stores/send-piece.ts'
import { readConfig } from '../../src/config.ts'
import { type Home, homeOf } from '../../src/environment/home.ts'
import { runningRelease } from '../../src/release/colours.ts'
import { readImage } from '../../src/release/image-names.ts'
import { stampOf } from '../../src/time/stamp.ts'
import { openFiles } from '../../src/tools/files.ts'
import type { Tools } from '../../src/tools/tools.ts'
import { folderStore } from '../laid-nights.ts'
import { filesModel } from './models/files.ts'
import type { ArchivedFile } from './models/infra/machine.ts'
import { registryModel } from './models/registry.ts'
import { shellModel } from './models/shell.ts'
import { webModel } from './models/web.ts'
import type { RecordingServer } from './recording-server.ts'
import type { ServerModel } from './server-model.ts'

/** A destination in a folder of the recording server, and the keys that its backups and their peppers are sealed for. */
export async function openDestination({ folder }: RecordingServer) {
  const [data, pepper] = await Promise.all([drawKeys(), drawKeys()])
  return {
    store: folderStore(join(folder, 'away'), 's3:coffre'),
    ...data,
    pepperIdentities: pepper.identities,
    pepperRecipients: pepper.recipients,
  }
}

async function drawKeys() {
  const identities = await Promise.all([generateX25519Identity(), generateX25519Identity()])
  return { identities, recipients: await Promise.all(identities.map(identityToRecipient)) }
}

type Destination = Awaited<ReturnType<typeof openDestination>>

/** Sends the destination a backup of the recording server as it is, as a night does. */
export async function sendNight(
  { target, model, folder }: RecordingServer,
  { store, recipients, pepperRecipients }: Destination,
  at: Date,
) {
  const { home } = target
  const { environment } = home
  const [name, release] = [stampOf(at), (await runningRelease(home))?.release ?? null]
  const database = model.databases.get('tiptop') ?? { migrations: [], plays: 0 }
  const pepper = await seal(Readable.from([await readFile(home.secret('ticket-pepper'))]), pepperRecipients)
  const texts: [string, BackupManifest['pieces'][number]['kind'], string | Buffer][] = [
    ['database.dump', 'database', JSON.stringify(database)],
    ['configuration.tar', 'configuration', JSON.stringify(await archiveOf(home))],
    [PEPPER, 'pepper', await buffer(pepper)],
  ]
  for (const image of Object.values(release?.images ?? {})) {
    const { digest } = readImage(image)
    texts.push([`images/${digest.replace('sha256:', '')}.tar.gz`, 'image', digest])
  }
  const pieces: BackupManifest['pieces'] = []
  const sealed: BackupManifest['copies'][string]['sealed'] = {}
  for (const [piece, kind, text] of texts) {
    const file = join(folder, basename(piece))
    await writeFile(file, text)
    pieces.push({ name: piece, kind, ...(await openFiles().fingerprint(file)) })
    sealed[piece] = await sendPiece(store, { file, recipients, key: `${environment}/${name}/${piece}.age` })
  }
  const { plays } = database
  const iso = at.toISOString()
  const manifest: BackupManifest = {
    version: 1,
    name,
    environment,
    startedAt: iso,
    madeAt: iso,
    release,
    pieces,
    database: {
      schema: database.migrations.at(-1) ?? null,
      snapshotAt: iso,
      tables: { 'public.participations': { rows: plays, sum: String(plays) } },
      proof: { provenAt: iso, by: 'restore', restoreMs: 1 },
    },
    copies: { [store.name]: { sealed, recipients, provenAt: iso } },
  }
  await store.put(`${environment}/${name}/manifest.json`, Readable.from([manifestText(manifest)]))
}

/** What the configuration of a backup holds: the folder of the environment, and the roles of the database. */
async function archiveOf(home: Home): Promise<ArchivedFile[]> {
  const found = await readdir(home.folder, { recursive: true, withFileTypes: true })
  const entries = found.filter(
    entry => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('ticket-pepper'),
  )
  const files = entries.map(async (entry): Promise<ArchivedFile> => {
    const file = join(entry.parentPath, entry.name)
    const path = `${home.environment}${file.slice(home.folder.length)}`
    return entry.isFile() ? { path, text: await readFile(file, 'utf8') } : { path, link: await readlink(file) }
  })
  return [...(await Promise.all(files)), { path: 'roles.sql', text: 'CREATE ROLE tiptop_application;\n' }]
}

/** An empty machine, which knows the images of the recording server only from files. */
export function emptyMachine({ model, folder, target }: RecordingServer) {
  const root = join(folder, 'new')
  const home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, target.home.environment)
  const sets = { infra: new Set<string>(), volumes: new Set<string>(), networks: new Set<string>() }
  const maps = { engine: new Map(), projects: new Map(), databases: new Map() }
  return machineOf({ ...model, ...sets, ...maps, home, archive: null, changes: [], broken: [] })
}

/** The recording server's own machine, for an environment beside its own: one engine, another database. */
export function machineBeside({ model }: RecordingServer, home: Home) {
  return machineOf({ ...model, home, databases: new Map() })
}

function machineOf(model: ServerModel) {
  const { home } = model
  const early = { shell: shellModel(model), files: filesModel(model) }
  const notices = { ways: () => 0, send: async () => [] }
  const now = () => new Date('2026-11-23T08:30:00Z')
  const tools: Tools = { ...early, registry: registryModel(model), web: webModel(model), notices, now }
  const config = { ...readConfig({ TIPTOP_ROOT: home.folder }), homeOf: () => home }
  const checkout = join(import.meta.dirname, '..', '..', '..')
  return { home, model, restore: { config, checkout, tools: early, openTools: async () => tools, pauseMs: 0 } }
}

/** Lays what a restored environment is asked for: a certificate, the address of its database, and no control room. */
export async function layRest({ home }: RecordingServer['target']): Promise<void> {
  await mkdir(home.tls, { recursive: true })
  for (const name of ['fullchain.pem', 'privkey.pem']) await writeFile(join(home.tls, name), 'demo')
  await writeFile(home.secret('database-url'), 'postgres://tiptop_application:demo@postgres:5432/tiptop')
  await writeFile(home.secret('control-password'), '')
}

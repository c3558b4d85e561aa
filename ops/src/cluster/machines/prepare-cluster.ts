import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { s3Repository } from '../../environment/installation/archive.ts'
import { readSecret, type Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { readState } from '../../state/read-state.ts'
import { writeState } from '../../state/write-state.ts'
import type { Tools } from '../../tools/tools.ts'
import { clusterHome } from '../cluster-home.ts'
import type { ClusterSettings } from '../cluster-settings.ts'
import { makeAuthority, makeCertificate } from './certificates.ts'
import { applicationFiles, type ClusterBeginning, type ClusterPasswords, machineFiles } from './machine-files.ts'

type PrepareTools = Pick<Tools, 'shell' | 'files'>

type PrepareRequest = {
  beginning: ClusterBeginning
  /** the machine that takes the place of a lost one: etcd joins the cluster that is there; null for a new cluster */
  replaced: string | null
}

/**
 * Writes, in a folder for each machine, all that it needs to be a member of the cluster. Passwords, authority and
 * certificates that exist stay as they are, so it may be repeated.
 */
export async function prepareCluster(
  step: Step,
  { home, settings: environment }: Target,
  settings: ClusterSettings,
  { beginning, replaced }: PrepareRequest,
  tools: PrepareTools,
): Promise<void> {
  const place = clusterHome(home)
  const passwords = await step('2.1/W', 'Préparer l’autorité et les mots de passe de la grappe', async () => {
    for (const folder of [place.folder, place.authority, place.operator]) await tools.files.makeFolder(folder, 0o700)
    await makeAuthority(place.authority, tools)
    await makeCertificate(place.authority, place.operator, [], tools)
    return givePasswords({ home, settings: environment }, tools)
  })
  const repository = await repositoryOf({ home, settings: environment }, settings)
  const etcd = replaced ? 'existing' : 'new'
  const plan = { environment: home.environment, settings, passwords, repository, beginning, etcd } as const
  for (const machine of settings.CLUSTER_MACHINES.filter(({ name }) => !replaced || name === replaced))
    await step('2.1/W', `Préparer ${machine.name}`, async ({ tell }) => {
      const folder = place.machine(machine.name)
      await writeFiles(folder, await machineFiles(machine, plan), tools)
      await makeCertificate(place.authority, folder, [machine.address, settings.CLUSTER_BIND], tools)
      tell(`à copier en ${machine.address}:${settings.CLUSTER_FOLDER}/${machine.name}`)
    })
  if (replaced) return
  await step('2.1/W', 'Préparer les machines de l’application', async ({ tell }) => {
    const folder = place.machine('application')
    await writeFiles(folder, await applicationFiles(settings), tools)
    await makeCertificate(place.authority, folder, settings.CLUSTER_CLIENTS, tools)
    await joinKey(folder, tools)
    tell(`à copier en ${settings.CLUSTER_FOLDER}/application`)
  })
}

async function writeFiles(folder: string, texts: Record<string, string>, { files }: PrepareTools): Promise<void> {
  await files.makeFolder(join(folder, 'run'), 0o700)
  for (const [name, text] of Object.entries(texts)) await files.write(join(folder, name), text, 0o600)
}

/** HAProxy reads a certificate and its key from one file. */
async function joinKey(folder: string, { shell, files }: PrepareTools): Promise<void> {
  const text = await shell.read(['cat', join(folder, 'machine.crt'), join(folder, 'machine.key')]).catch(() => '')
  await files.write(join(folder, 'machine.pem'), `${text}\n`, 0o600)
}

const passwordsShape = z.record(z.enum(['owner', 'replicator', 'rewinder', 'archive']), z.string().min(20))

async function givePasswords(target: Target, { files }: PrepareTools): Promise<ClusterPasswords> {
  const { passwords: file } = clusterHome(target.home)
  const kept = await readState(file, { shape: passwordsShape })
  if (kept) return kept
  const random = () => randomBytes(24).toString('hex')
  const archive = (await readSecret(target.home, 'archive-passphrase')) || random()
  const passwords = { owner: random(), replicator: random(), rewinder: random(), archive }
  await writeState(file, passwords, { write: files.write }, 0o600)
  return passwords
}

/** The lines of pgbackrest.conf that say where the archive is; none without one. */
async function repositoryOf({ home, settings }: Target, { CLUSTER_ARCHIVE }: ClusterSettings): Promise<string[]> {
  if (!CLUSTER_ARCHIVE) return []
  if (CLUSTER_ARCHIVE !== 's3') return [`repo1-path=${CLUSTER_ARCHIVE}`]
  if (!settings.S3_BUCKET || !settings.S3_REGION)
    throw new Failure('not-ready', `CLUSTER_ARCHIVE=s3 : S3_BUCKET ou S3_REGION manque dans ${home.settings}.`, {
      hint: null,
    })
  const [id = '', key = ''] = (await readSecret(home, 's3-key')).split(/:(.*)/s)
  return [...s3Repository(home.environment, settings), `repo1-s3-key=${id}`, `repo1-s3-key-secret=${key}`]
}

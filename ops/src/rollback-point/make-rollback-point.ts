import { join } from 'node:path'
import { type DatabaseDump, dumpDatabase } from '../archive/database/dump.ts'
import { discardHalves, folderOf, freeTag } from '../archive/rollback-points/points.ts'
import type { PointVersions, RollbackPoint } from '../archive/rollback-points/versions.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import type { RunningRelease } from '../release/colours.ts'
import { appliedMigrations } from '../release/migrations.ts'
import type { ApplicationPiece } from '../release/release.ts'
import { inBytes, noRoom, spaceAt } from '../tools/free-space.ts'
import { psql, readRows } from '../tools/postgres.ts'
import type { Tools } from '../tools/tools.ts'
import { faultsOf } from './check.ts'
import { fingerprintsOf, readConfiguration, saveConfiguration } from './configuration.ts'
import { findImage, keepImages } from './images.ts'

type RollbackPointRequest = {
  target: Target
  running: RunningRelease | null
  tools: Pick<Tools, 'shell' | 'files' | 'registry' | 'now'>
}
/** A point in the making: its name, when it was taken, and where its files are until it is whole. */
type PointDraft = { tag: string; at: Date; folder: string }
type Tell = (said: string) => void

const DUMP = 'database.dump'

/**
 * Makes a rollback point, diagram 3.2 node by node: images, database and configuration that belong together. The point
 * exists once its last step has read everything back. If anything fails before, there is no point; what serves is never
 * touched. Before the first deployment there are no images to keep: the point has the database alone.
 * @param running the release that serves; null before the first deployment
 */
export async function makeRollbackPoint(step: Step, job: RollbackPointRequest): Promise<RollbackPoint> {
  try {
    return await makePoint(step, job)
  } catch (error) {
    const discard = () => discardHalves(job.target, job.tools)
    const cancel = step(['3.2/P', '3.2/Q'], 'Annuler : retirer ce qui était commencé', async ({ tell }) => {
      for (const left of await discard()) tell(left)
    })
    // Once the run is stopped, no step begins. What cannot be removed now is removed by the next run.
    await cancel.catch(discard).catch(() => {})
    throw error
  }
}

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order of their diagram
async function makePoint(step: Step, job: RollbackPointRequest): Promise<RollbackPoint> {
  const { target, running, tools } = job
  await step(['3.2/A', '3.2/B'], 'Préparer la sauvegarde préalable', ({ tell }) => prepare(job, tell))
  const draft = await step(['3.2/C', '3.2/D'], 'Nommer le point de retour', ({ tell }) => begin(job, tell))
  const { tag, folder } = draft
  const find = (piece: ApplicationPiece, tell: Tell) => {
    tell(running?.release.images[piece] ?? 'rien ne sert encore')
    return running && findImage(piece, running, target, tools)
  }
  const backend = await step(['3.2/E', '2.4/W'], "Désigner l'image du backend", ({ tell }) => find('backend', tell))
  const frontend = await step(['3.2/F', '2.4/W'], "Désigner l'image du frontend", ({ tell }) => find('frontend', tell))
  const images = await step(['3.2/G', '2.4/W'], `Les garder au registre sous ${tag}`, async () => {
    // From here on there may be tags: the folder is what remembers them, whatever happens.
    await tools.files.makeFolder(folder, 0o700)
    return keepImages({ backend, frontend }, tag, target, tools)
  })
  const dump = await step(['3.2/H', '3.2/I', '3.2/J', '2.4/V'], 'Copier la base', async ({ tell, signal }) => {
    const made = await dumpDatabase(target, join(folder, DUMP), tools, signal)
    tell(inBytes(made.bytes))
    return made
  })
  const { versions, configuration } = await step(['3.2/K', '2.4/X'], 'Relever les versions en service', ({ tell }) =>
    takeVersions({ draft, images, dump }, job, tell),
  )
  await step(['3.2/L', '2.4/X'], 'Écrire versions.json', () =>
    tools.files.write(join(folder, 'versions.json'), inJson(versions), 0o600),
  )
  await step(['3.2/M', '2.4/X'], 'Garder les fichiers compose et les réglages', () =>
    saveConfiguration(configuration, folder, tools),
  )
  await step('3.2/N', "Noter l'heure dans le journal de PostgreSQL", ({ tell }) => markWal(tag, job, tell))
  await step('3.2/O', 'Relire tout ce qui est gardé', ({ signal, tell }) =>
    readBack({ ...versions, folder }, job, { signal, tell }),
  )
  return step(['3.2/R', '3.2/S', '2.4/Y'], `Déclarer le point de retour ${tag}`, async ({ tell }) => {
    const { whole } = folderOf(target.home, tag)
    await tools.files.move(folder, whole)
    tell(running ? `version ${running.release.version}` : 'la base seule : rien ne sert encore')
    return { ...versions, folder: whole }
  })
}

/** Removes what a killed run left, and refuses early what would fill the disk, on which players' data may be too. */
async function prepare({ target, tools }: RollbackPointRequest, tell: Tell): Promise<void> {
  const { home } = target
  await tools.files.makeFolder(home.backups.preDeploy, 0o700)
  const left = await discardHalves(target, tools)
  const [row] = await readRows(tools.shell, home.database, "select pg_database_size('tiptop')")
  const size = Number(row?.[0])
  const space = spaceAt(home.backups.preDeploy)
  if (space.free < size) throw noRoom(space, `et la base en occupe ${inBytes(size)}`)
  tell([`base de ${inBytes(size)}, ${inBytes(space.free)} libres`, ...left].join(' ; '))
}

async function begin({ target: { home }, tools }: RollbackPointRequest, tell: Tell): Promise<PointDraft> {
  const { tag, at } = await freeTag(home, tools.now())
  tell(tag)
  return { tag, at, folder: folderOf(home, tag).half }
}

type PointContent = { draft: PointDraft; images: Record<ApplicationPiece, string | null>; dump: DatabaseDump }

async function takeVersions(
  { draft, images, dump }: PointContent,
  { target, running, tools }: RollbackPointRequest,
  tell: Tell,
) {
  const schema = (await appliedMigrations(target.home.database, tools)).at(-1) ?? null
  const configuration = await readConfiguration(target.home, running)
  const { sha256, bytes } = dump
  const versions: PointVersions = {
    tag: draft.tag,
    at: draft.at.toISOString(),
    environment: target.home.environment,
    release: running?.release ?? null,
    ...images,
    db: { schema, dump: { file: DUMP, sha256, bytes } },
    config: fingerprintsOf(configuration),
  }
  tell(`${running?.release.version ?? 'aucune version'}, schéma ${schema ?? 'vide'}`)
  return { versions, configuration }
}

/** A recovery to a point in time can aim at this name. */
async function markWal(tag: string, { target, tools }: RollbackPointRequest, tell: Tell): Promise<void> {
  const input = `select pg_create_restore_point('${tag}');`
  tell(`WAL ${await tools.shell.run(psql(target.home.database), { input, pretend: '0/0' })}`)
}

type StepContext = { signal: AbortSignal; tell: Tell }

async function readBack(
  half: RollbackPoint,
  { target, tools }: RollbackPointRequest,
  { signal, tell }: StepContext,
): Promise<void> {
  const faults = await faultsOf(half, target, tools, signal)
  if (faults.length)
    throw new Failure('damaged', `Le point de retour n'est pas entier :\n  ${faults.join('\n  ')}`, { hint: null })
  tell(`${Object.keys(half.config).length} fichiers, la base et ${half.backend ? 'deux images' : 'aucune image'}`)
}

function inJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

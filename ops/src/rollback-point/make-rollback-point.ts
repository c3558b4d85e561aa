import { join } from 'node:path'
import { dumpDatabase } from '../archive/database/dump.ts'
import { discardHalves, folderOf, freeTag } from '../archive/rollback-points/points.ts'
import type { PointVersions, RollbackPoint } from '../archive/rollback-points/versions.ts'
import type { Home } from '../environment/home.ts'
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
const DUMP = 'database.dump'

/**
 * Makes a rollback point, diagram 3.2 node by node: images, database and configuration that belong together. The point
 * exists once its last step has read everything back. If anything fails before, there is no point; what serves is never
 * touched. Before the first deployment there are no images to keep: the point has the database alone.
 * @param running the release that serves; null before the first deployment
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order of their diagram
export async function makeRollbackPoint(
  step: Step,
  { target, running, tools }: RollbackPointRequest,
): Promise<RollbackPoint> {
  const { home, settings } = target
  const discard = () => discardHalves(target, tools)
  try {
    await step(['3.2/A', '3.2/B'], 'Préparer la sauvegarde préalable', async ({ tell }) => {
      await tools.files.makeFolder(home.backups.preDeploy, 0o700)
      const left = await discard()
      tell([await expectRoom(home, tools.shell), ...left].join(' ; '))
    })
    const { tag, at } = await step(['3.2/C', '3.2/D'], 'Nommer le point de retour', async ({ tell }) => {
      const free = await freeTag(home, tools.now())
      tell(free.tag)
      return free
    })
    const { half, whole } = folderOf(home, tag)
    const find = (piece: ApplicationPiece, tell: (said: string) => void) => {
      tell(running?.release.images[piece] ?? 'rien ne sert encore')
      return running && findImage(piece, running, settings.REGISTRY, tools)
    }
    const backend = await step(['3.2/E', '2.4/W'], "Désigner l'image du backend", ({ tell }) => find('backend', tell))
    const frontend = await step(['3.2/F', '2.4/W'], "Désigner l'image du frontend", ({ tell }) =>
      find('frontend', tell),
    )
    const images = await step(['3.2/G', '2.4/W'], `Les garder au registre sous ${tag}`, async () => {
      // From here on there may be tags: the folder is what remembers them, whatever happens.
      await tools.files.makeFolder(half, 0o700)
      return keepImages({ backend, frontend }, tag, settings.REGISTRY, tools)
    })
    const dump = await step(['3.2/H', '3.2/I', '3.2/J', '2.4/V'], 'Copier la base', async ({ tell, signal }) => {
      const { sha256, bytes } = await dumpDatabase(target, join(half, DUMP), tools, signal)
      tell(inBytes(bytes))
      return { file: DUMP, sha256, bytes }
    })
    const { schema, configuration } = await step(
      ['3.2/K', '2.4/X'],
      'Relever les versions en service',
      async ({ tell }) => {
        const schema = (await appliedMigrations(home.database, tools)).at(-1) ?? null
        const configuration = await readConfiguration(home, running)
        tell(`${running?.release.version ?? 'aucune version'}, schéma ${schema ?? 'vide'}`)
        return { schema, configuration }
      },
    )
    const versions: PointVersions = {
      tag,
      at: at.toISOString(),
      environment: home.environment,
      release: running?.release ?? null,
      ...images,
      db: { schema, dump },
      config: fingerprintsOf(configuration),
    }
    await step(['3.2/L', '2.4/X'], 'Écrire versions.json', () =>
      tools.files.write(join(half, 'versions.json'), inJson(versions), 0o600),
    )
    await step(['3.2/M', '2.4/X'], 'Garder les fichiers compose et les réglages', () =>
      saveConfiguration(configuration, half, tools),
    )
    await step('3.2/N', "Noter l'heure dans le journal de PostgreSQL", async ({ tell }) => {
      // A recovery to a point in time can aim at this name.
      const input = `select pg_create_restore_point('${tag}');`
      tell(`WAL ${await tools.shell.run(psql(home.database), { input, pretend: '0/0' })}`)
    })
    await step('3.2/O', 'Relire tout ce qui est gardé', async ({ signal, tell }) => {
      const faults = await faultsOf({ ...versions, folder: half }, home, tools, signal)
      if (faults.length) throw notWhole(faults)
      tell(`${Object.keys(versions.config).length} fichiers, la base et ${backend ? 'deux images' : 'aucune image'}`)
    })
    return await step(['3.2/R', '3.2/S', '2.4/Y'], `Déclarer le point de retour ${tag}`, async ({ tell }) => {
      await tools.files.move(half, whole)
      tell(running ? `version ${running.release.version}` : 'la base seule : rien ne sert encore')
      return { ...versions, folder: whole }
    })
  } catch (error) {
    const cancel = step(['3.2/P', '3.2/Q'], 'Annuler : retirer ce qui était commencé', async ({ tell }) => {
      for (const left of await discard()) tell(left)
    })
    // Once the run is stopped, no step begins. What cannot be removed now is removed by the next run.
    await cancel.catch(discard).catch(() => {})
    throw error
  }
}

/** @returns how much room there is, in French @throws a Failure for a dump that would fill a disk on which players' data may be too */
async function expectRoom({ backups, database }: Home, shell: Tools['shell']): Promise<string> {
  const [row] = await readRows(shell, database, "select pg_database_size('tiptop')")
  const size = Number(row?.[0])
  const space = spaceAt(backups.preDeploy)
  if (space.free < size) throw noRoom(space, `et la base en occupe ${inBytes(size)}`)
  return `base de ${inBytes(size)}, ${inBytes(space.free)} libres`
}

function notWhole(faults: string[]): Failure {
  return new Failure('damaged', `Le point de retour n'est pas entier :\n  ${faults.join('\n  ')}`, { hint: null })
}

function inJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

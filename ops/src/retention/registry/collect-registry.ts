import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { repositoryOf } from '../../release/image-names.ts'
import { waitUntil } from '../../time/wait-until.ts'
import type { Tools } from '../../tools/tools.ts'
import { neededBy } from './needed.ts'
import { collect, findOwnRegistry, type OwnRegistry } from './own-registry.ts'
import { findUnnamed, type UnnamedImage } from './unnamed.ts'

type RegistryCollection = {
  target: Target /** all environments of this server */
  homes: readonly Home[]
  tools: Tools
}

const STOP_SECONDS = 20
const START_SECONDS = 30

/**
 * Lets the registry forget the images that nothing names any more, and gives their room back. It is stopped for about a
 * second meanwhile: a push is refused then, and loses nothing. Runs under the locks of all environments.
 * @returns what it forgot
 */
export async function collectRegistry(
  step: Step,
  { target, homes, tools }: RegistryCollection,
): Promise<UnnamedImage[]> {
  const own = await step('3.3/L', 'Trouver le registre sur ce serveur', async ({ tell, signal }) => {
    const found = await findOwnRegistry(target, tools)
    tell(found.State.Running ? found.Name.slice(1) : `${found.Name.slice(1)}, qui était arrêté, redémarre`)
    if (!found.State.Running) await startRegistry(found, target, tools, signal)
    return found
  })
  const unnamed = await step('3.3/L', 'Chercher ce que rien ne nomme', async ({ tell }) => {
    const found = await surveyRegistry(own, { target, homes, tools })
    tell(found.length ? `${found.length} images` : 'rien')
    return found
  })
  await step('3.3/L', 'Les oublier', async ({ signal }) => {
    for (const { repository, digest } of unnamed) {
      signal.throwIfAborted()
      await tools.registry.removeManifest(repository, digest)
    }
  })
  const start = (signal: AbortSignal) => startRegistry(own, target, tools, signal)
  await step(
    '3.3/L',
    'Arrêter le registre',
    () => tools.shell.run(['docker', 'stop', `--time=${STOP_SECONDS}`, own.Id]),
    { undo: { node: '3.3/L', title: 'Redémarrer le registre', act: ({ signal }) => start(signal) } },
  )
  await step('3.3/L', 'Rendre la place', async ({ tell, signal }) => {
    const { command, env } = collect(own)
    const said = await tools.shell.run(command, { env, signal })
    tell(/\d+ blobs marked, (\d+) blobs/.exec(said)?.[1]?.concat(' couches retirées') ?? 'fait')
  })
  await step('3.3/L', 'Redémarrer le registre', ({ signal }) => start(signal))
  return unnamed
}

/** What {@link collectRegistry} would let the registry forget. Looks only. */
export async function surveyRegistry(
  own: OwnRegistry,
  { target, homes, tools }: RegistryCollection,
): Promise<UnnamedImage[]> {
  const needed = new Set((await Promise.all(homes.map(neededBy))).flatMap(found => [...found]))
  return findUnnamed(own, needed, target, tools)
}

/** Starts it, and waits until it answers. */
async function startRegistry({ Id }: OwnRegistry, { settings }: Target, tools: Tools, signal: AbortSignal) {
  const { shell, registry } = tools
  await shell.run(['docker', 'start', Id])
  const { path } = repositoryOf(settings.REGISTRY, 'backend')
  let failed: unknown
  const answers = () =>
    registry.tags(path).then(
      () => true,
      error => {
        failed = error
        return null
      },
    )
  if (!(await waitUntil(answers, { everyMs: 100, withinMs: START_SECONDS * 1000, signal }))) throw failed
}

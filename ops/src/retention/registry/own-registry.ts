import { z } from 'zod'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

/** The registry as a container of this server, which may be stopped. */
export type OwnRegistry = z.infer<typeof containerShape>

/** What every image of the registry listens on, whatever port the server publishes it under. */
const PORT = '5000/tcp'
const CONFIGURATION = '/etc/docker/registry/config.yml'
/** Where the official image keeps what it has, and the setting that moves it. */
const STORAGE = '/var/lib/registry'
const STORAGE_SETTING = 'REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY='

const containerShape = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({ Running: z.boolean() }),
  Args: z.array(z.string()),
  Config: z.object({ Image: z.string(), Env: z.array(z.string()) }),
  HostConfig: z.object({
    PortBindings: z
      .record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable())
      .nullable()
      .transform(bindings => bindings ?? {}),
  }),
})

/** @throws a Failure when the registry that the settings name is not a container of this very server */
export async function findOwnRegistry({ settings }: Target, { shell }: Pick<Tools, 'shell'>): Promise<OwnRegistry> {
  const [address = ''] = settings.REGISTRY.split('/')
  const [, port = '80'] = /^(?:localhost|127\.0\.0\.1)(?::(\d+))?$/.exec(address) ?? [null, '']
  if (!port)
    throw new Failure('not-there', `Le registre ${address} n’est pas sur ce serveur.`, {
      hint: 'Nettoyez-le sur le serveur où il est.',
    })
  const ids = await shell.read(['docker', 'ps', '--all', '--quiet', '--no-trunc'])
  // Containers come and go: one that is gone by now is not the registry.
  const looked = ids.split('\n').map(async id => {
    const said = id ? await shell.read(['docker', 'container', 'inspect', id]).catch(() => '[]') : '[]'
    return z.array(containerShape).parse(JSON.parse(said))
  })
  const found = (await Promise.all(looked))
    .flat()
    .find(({ HostConfig }) => HostConfig.PortBindings[PORT]?.some(({ HostPort }) => HostPort === port))
  if (!found)
    throw new Failure('not-there', `Aucun conteneur de ce serveur n’est le registre ${address}.`, {
      hint: 'REGISTRY nomme-t-il le registre de ce serveur ? Un autre se range là où il est.',
    })
  return found
}

/** Looks at what could go, in a registry that runs. */
export function wouldCollect(registry: OwnRegistry): ShellCommand {
  const program = ['registry', 'garbage-collect', '--dry-run', '--delete-untagged', configurationOf(registry)]
  return ['docker', 'exec', registry.Id, ...program]
}

/** Lists the files that a push of the last `minutes` wrote for its manifests, in a registry that runs. */
export function pushedSince(registry: OwnRegistry, minutes: number): ShellCommand {
  const setting = registry.Config.Env.find(line => line.startsWith(STORAGE_SETTING))
  const root = setting?.slice(STORAGE_SETTING.length) ?? STORAGE
  const files = ['-path', '*/_manifests/revisions/sha256/*/link', '-mmin', `-${minutes}`]
  return ['docker', 'exec', registry.Id, 'find', root, ...files]
}

/**
 * Gives back the room of what no manifest names, in a registry that is stopped: one that runs remembers what it had, and
 * takes the next push of it for done. The values of its settings come from our environment.
 */
export function collect(registry: OwnRegistry): { command: ShellCommand; env: Record<string, string> } {
  const settings = registry.Config.Env.filter(line => line.startsWith('REGISTRY_')).map(line => {
    const equals = line.indexOf('=')
    return [line.slice(0, equals), line.slice(equals + 1)] as const
  })
  const options = ['--rm', '--network=none', `--volumes-from=${registry.Id}`, '--entrypoint=registry']
  const names = settings.flatMap(([name]) => ['--env', name])
  const program = ['garbage-collect', configurationOf(registry)]
  const command: ShellCommand = ['docker', 'run', ...options, ...names, registry.Config.Image, ...program]
  return { command, env: Object.fromEntries(settings) }
}

const configurationOf = ({ Args }: OwnRegistry) => Args.find(word => /\.ya?ml$/.test(word)) ?? CONFIGURATION

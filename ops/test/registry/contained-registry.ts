import type { Registry } from '../../src/tools/registry.ts'
import type { Shell } from '../../src/tools/shell.ts'
import type { RecordingServer } from '../recording/recording-server.ts'

const JUST_PUSHED = '-path */_manifests/revisions/sha256/*/link -mmin -60'

/**
 * Puts the registry of a recording server into a container of that server: it can be stopped, started and collected. It
 * refuses what a real one refuses: it answers nothing while it is stopped, and it must be stopped while it
 * is collected.
 */
export function containRegistry({ model, tools }: RecordingServer) {
  const container = {
    Id: 'c0ffee',
    Name: '/ci-registry-1',
    State: { Running: true },
    Args: ['serve', '/etc/distribution/config.yml'],
    Config: { Image: 'registry:3', Env: ['PATH=/bin', 'REGISTRY_HTTP_SECRET=secret=', 'REGISTRY_LOG_LEVEL=warn'] },
    HostConfig: {
      PortBindings: { '5000/tcp': [{ HostPort: '5000' }] } as Record<string, { HostPort: string }[] | null>,
    },
  }
  /** what happened to the container, in order */
  const history: string[] = []
  /** the settings that the last collection was given */
  const collected: { env: Record<string, string | undefined>; command: string } = { env: {}, command: '' }
  /** how often it refuses after its next start, before it answers */
  const slow = { refusals: 0 }
  /** the digests that were pushed within the last hour */
  const pushed = new Set<string>()

  const expectState = (running: boolean) => {
    if (container.State.Running !== running) throw new Error(running ? 'it is stopped' : 'it runs')
  }
  const change = (verb: 'start' | 'stop') => {
    history.push(verb)
    container.State.Running = verb === 'start'
    return ''
  }
  const untagged = () =>
    [...model.registry].map(([repository, known]) => {
      const tagged = new Set([...known].flatMap(([name, digest]) => (name === digest ? [] : [digest])))
      const gone = [...known.keys()].filter(name => name.startsWith('sha256:') && !tagged.has(name))
      return [repository, ...gone.map(digest => `manifest eligible for deletion: ${digest}`)].join('\n')
    })

  const shell: Shell = {
    async read(command) {
      const line = command.join(' ')
      if (/^docker ps .*--quiet/.test(line))
        return ['gone', ...(container.State.Running || line.includes('--all') ? [container.Id] : [])].join('\n')
      if (line === `docker container inspect ${container.Id}`) return JSON.stringify([container])
      if (line === `docker exec ${container.Id} find /var/lib/registry ${JUST_PUSHED}`)
        return [...pushed].map(digest => `/registry/_manifests/revisions/${digest.replace(':', '/')}/link`).join('\n')
      // Without its options it would delete, or keep what has no tag.
      const looks = `docker exec ${container.Id} registry garbage-collect --dry-run --delete-untagged `
      if (!line.startsWith(looks)) throw new Error(`no model knows: ${line}`)
      expectState(true)
      return untagged().join('\n')
    },
    async run(command, { env = {} } = {}) {
      const line = command.join(' ')
      const [, verb] = /^docker (start|stop) (?:.* )?c0ffee$/.exec(line) ?? []
      if (verb === 'start' || verb === 'stop') return change(verb)
      if (!/^docker run --rm .*--entrypoint=registry .*garbage-collect/.test(line))
        throw new Error(`no model knows: ${line}`)
      expectState(false)
      history.push('collect')
      Object.assign(collected, { env, command: line })
      if (model.broken.some(pattern => pattern.test('collect'))) throw new Error('no space left')
      return '2 blobs marked, 7 blobs and 3 manifests eligible for deletion'
    },
  }
  const registry: Registry = {
    ...tools.registry,
    async tags(repository) {
      expectState(true)
      if (slow.refusals-- > 0) throw new Error('it does not answer yet')
      return tools.registry.tags(repository)
    },
    async removeManifest(repository, digest) {
      expectState(true)
      return tools.registry.removeManifest(repository, digest)
    },
  }
  return { container, history, collected, slow, pushed, tools: { ...tools, shell, registry } }
}

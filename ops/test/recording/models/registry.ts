import type { Registry } from '../../../src/tools/registry.ts'
import { expectWorking, type ServerModel } from '../server-model.ts'

/** A registry that keeps its images and their tags in the memory of the server. */
export function registryModel(server: ServerModel): Registry {
  const { registry } = server
  const known = (repository: string) => {
    const found = registry.get(repository) ?? new Map<string, string>()
    registry.set(repository, found)
    return found
  }
  const change = (line: string) => {
    expectWorking(server, line)
    server.changes.push(line)
  }
  return {
    async digestOf(repository, reference) {
      expectWorking(server, `look ${repository}:${reference}`)
      return known(repository).get(reference) ?? null
    },
    tags: async repository => [...known(repository).keys()].filter(name => !name.startsWith('sha256:')),
    async tag(repository, digest, tag) {
      change(`tag ${repository}:${tag}`)
      if (!known(repository).has(digest)) throw new Error(`${repository}@${digest} is not in the registry`)
      known(repository).set(tag, digest)
    },
    async untag(repository, tag) {
      change(`untag ${repository}:${tag}`)
      known(repository).delete(tag)
    },
    partsOf: async () => [],
    async removeManifest(repository, digest) {
      change(`remove ${repository}@${digest}`)
      for (const [name, named] of known(repository)) if (named === digest) known(repository).delete(name)
    },
    async copy({ from, digest, to, tag }) {
      change(`tag ${to}:${tag}`)
      if (!known(from).has(digest)) throw new Error(`${from}@${digest} is not in the registry`)
      known(to).set(digest, digest).set(tag, digest)
    },
  }
}

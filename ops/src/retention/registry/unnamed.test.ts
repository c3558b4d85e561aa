import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { recordingServer } from '../../../test/recording/recording-server.ts'
import type { OwnRegistry } from './own-registry.ts'
import { findUnnamed, readCollection } from './unnamed.ts'

const [old, index, part, blob, other] = ['a', 'b', 'c', 'd', 'e'].map(letter => `sha256:${letter.repeat(64)}`)

/** As registry 2.8 says it: of an index with a tag, whose part has none. */
const SAID = `tiptop/backend
manifest eligible for deletion: ${part}
manifest eligible for deletion: ${old}
tiptop/backend: marking manifest ${index} 
tiptop/backend: marking blob ${part}
tiptop/backend: marking blob ${blob}
tiptop-backups/backend
manifest eligible for deletion: ${other}

2 blobs marked, 7 blobs and 3 manifests eligible for deletion
blob eligible for deletion: ${old}
`

test('what the registry says is read by repository: what has no tag, and what is named by what has one [3.3/L]', () => {
  const { untagged, named } = readCollection(SAID)
  expect(untagged).toEqual([
    { repository: 'tiptop/backend', digest: part },
    { repository: 'tiptop/backend', digest: old },
    { repository: 'tiptop-backups/backend', digest: other },
  ])
  expect(named).toEqual(new Set([index, part, blob]))
  reached('3.3/L')
})

test('an image that an image with a tag names stays, and so does one that this server needs, with its parts, or that was pushed just now', async () => {
  const { target, tools, close } = await recordingServer('prod', { REGISTRY: 'localhost:5000/tiptop' })
  await close()
  const partsOf = async (_: string, digest: string) => (digest === old ? [`${other}`] : [])
  let pushed: string[] = []
  const read = async ([, , , program]: readonly string[]) => (program === 'find' ? pushed.map(linkOf).join('\n') : SAID)
  const asked = { shell: { ...tools.shell, read }, registry: { ...tools.registry, partsOf } }
  const own = { Args: [] as string[], Config: { Env: [] as string[] } } as OwnRegistry
  const unnamed = async (...needed: string[]) =>
    (await findUnnamed(own, new Set(needed), target, asked)).map(({ digest }) => digest)
  expect(await unnamed()).toEqual([old, other])
  expect(await unnamed(`${other}`)).toEqual([old])
  expect(await unnamed(`${old}`)).toEqual([])
  pushed = [`${old}`]
  expect(await unnamed()).toEqual([other])
})

const linkOf = (digest: string) =>
  `/var/lib/registry/docker/registry/v2/repositories/tiptop/backend/_manifests/revisions/${digest.replace(':', '/')}/link`

test('a registry that says nothing has nothing', () => {
  expect(readCollection('')).toEqual({ untagged: [], named: new Set() })
})

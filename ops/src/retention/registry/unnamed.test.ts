import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { readCollection } from './unnamed.ts'

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

test('a registry that says nothing has nothing', () => {
  expect(readCollection('')).toEqual({ untagged: [], named: new Set() })
})

import { hash } from 'node:crypto'

export const HASH_BYTES = 32

const NODE = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

/** SHA-256(0x00 ‖ entry), RFC 9162 section 2.1.1. */
export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + entry.length)
  input[0] = 0
  input.set(entry, 1)
  return hash('sha256', input, 'buffer')
}

/** SHA-256(0x01 ‖ left ‖ right), RFC 9162 section 2.1.1. Both are hashes of 32 bytes. */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  NODE.set(left, 1)
  NODE.set(right, 1 + HASH_BYTES)
  return hash('sha256', NODE, 'buffer')
}

/**
 * A tree that takes its leaf hashes one after the other and keeps only the roots of its complete subtrees, one for each
 * bit of its size. `root` may be asked at any time.
 */
export function openTree() {
  const subtrees: Buffer[] = []
  let size = 0
  return {
    append(leaf: Uint8Array): void {
      let node: Buffer = Buffer.from(leaf)
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) node = nodeHash(subtrees.pop() as Buffer, node)
      subtrees.push(node)
      size++
    },
    /** The root, 32 bytes; of the empty tree SHA-256 of nothing. */
    root(): Buffer {
      if (size === 0) return hash('sha256', '', 'buffer')
      return subtrees.reduceRight((right, left) => nodeHash(left, right))
    },
  }
}

/** The root of the tree with these leaf hashes. */
export function rootOf(leaves: Iterable<Uint8Array>): Buffer {
  const tree = openTree()
  for (const leaf of leaves) tree.append(leaf)
  return tree.root()
}

/**
 * The hashes that lead from the leaf at `index` (from 0) to the root, lowest first: the inclusion proof of RFC 9162
 * section 2.1.3.1. `leaves` may also be the roots of complete subtrees of one size, the last one apart.
 */
export function pathOf(leaves: Uint8Array[], index: number): Buffer[] {
  if (leaves.length <= 1) return []
  const split = 2 ** (31 - Math.clz32(leaves.length - 1))
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split ? [...pathOf(left, index), rootOf(right)] : [...pathOf(right, index - split), rootOf(left)]
}

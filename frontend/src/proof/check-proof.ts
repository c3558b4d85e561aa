/*
 * Checks in the browser that a ticket had its prize before the contest opened. This file needs Web Crypto and nothing
 * else; the site serves it as it stands here, so that anyone can read what their browser runs.
 *
 * Before the opening, the organiser deposits a commitment: one hash, the root of a tree that has a leaf for every ticket.
 * A leaf is SHA-256(0x00 ‖ code ‖ position of the prize ‖ salt), a node SHA-256(0x01 ‖ left ‖ right), and the shape of the
 * tree is that of RFC 9162. A proof opens one leaf and has the hashes that lead from it to the root. No one can find
 * another prize, or another path, that leads to the same root.
 */

/** The commitment, as the organiser published and deposited it. */
type Published = {
  root: string
  treeSize: number
  quotas: { position: number; slug: string; count: number }[]
  /** tickets that win nothing, because no receipt has their code */
  canaries: number
}

/** What the player knows without the proof: the code on the receipt, in ten symbols, and the prize that was shown. */
type Receipt = { code?: string; prizeSlug?: string }

/** A place in a tree, and the hashes that lead from it to the root. */
type TreePlace = { index: number; treeSize: number; path: string[] }

type Proof = TreePlace & {
  code: string
  prize: { position: number; slug: string }
  salt: string
  leaf: string
  root: string
}

/**
 * What is wrong with a proof. `code-or-salt`: one of the two is not that of the ticket; which one cannot be told unless
 * the code of the receipt is known.
 */
export type ProofFault = 'format' | 'root' | 'size' | 'code' | 'prize' | 'path' | 'salt' | 'code-or-salt' | 'leaf'

/** Returns the first thing that is wrong with the proof, or null if it holds. */
export async function checkProof(
  proof: unknown,
  published: Published,
  receipt: Receipt = {},
): Promise<ProofFault | null> {
  if (!isProof(proof)) return 'format'
  if (proof.root !== published.root) return 'root'
  if (proof.treeSize !== published.treeSize || proof.treeSize !== ticketsIn(published)) return 'size'
  if (!CODE.test(proof.code) || (receipt.code !== undefined && proof.code !== receipt.code)) return 'code'
  if (!isPromised(proof.prize, published) || (receipt.prizeSlug ?? proof.prize.slug) !== proof.prize.slug)
    return 'prize'
  if (!SALT.test(proof.salt)) return 'salt'
  return checkHashes(proof, published, receipt)
}

async function checkHashes(proof: Proof, { root, quotas }: Published, receipt: Receipt): Promise<ProofFault | null> {
  const leaf = await leafOf(proof, proof.prize.position)
  if ((await rootBy(leaf, proof)) === root) return leaf === proof.leaf ? null : 'leaf'
  if ((await rootBy(proof.leaf, proof)) !== root) return leaf === proof.leaf ? 'path' : 'leaf'
  // The leaf belongs to the tree, so what it was opened with does not belong to the leaf.
  for (const { position } of quotas) if ((await leafOf(proof, position)) === proof.leaf) return 'prize'
  return receipt.code === undefined ? 'code-or-salt' : 'salt'
}

const CODE = /^[2-9A-HJKMNP-Z]{10}$/
const SALT = /^[0-9a-f]{32}$/
const HASH = /^[0-9a-f]{64}$/

function isProof(value: unknown): value is Proof {
  const proof = value as (Partial<Proof> & { format?: unknown }) | null
  return (
    typeof proof === 'object' &&
    proof?.format === 1 &&
    Array.isArray(proof.path) &&
    Number.isSafeInteger(proof.index) &&
    typeof proof.code === 'string' &&
    typeof proof.salt === 'string' &&
    typeof proof.leaf === 'string' &&
    typeof proof.prize?.slug === 'string'
  )
}

function ticketsIn({ quotas, canaries }: Published): number {
  return quotas.reduce((sum, { count }) => sum + count, canaries)
}

function isPromised({ position, slug }: Proof['prize'], { quotas }: Published): boolean {
  return quotas.some(quota => quota.position === position && quota.slug === slug)
}

/** The leaf of a ticket: the hash of its code, of the position of a prize (one byte) and of its salt. */
function leafOf({ code, salt }: Proof, position: number): Promise<string> {
  return sha256([0, ...new TextEncoder().encode(code), position, ...bytes(salt)])
}

/** The root to which the path leads from this leaf (RFC 9162 section 2.1.3.2), or null if it cannot be a path. */
export async function rootBy(leaf: string, { index, treeSize, path }: TreePlace): Promise<string | null> {
  if (index < 0 || index >= treeSize) return null
  let [place, last, hash] = [index, treeSize - 1, leaf]
  for (const other of path) {
    if (last === 0 || !HASH.test(other)) return null
    const isRight = place % 2 === 1 || place === last
    hash = await sha256([1, ...bytes(isRight ? other : hash), ...bytes(isRight ? hash : other)])
    // A last node without a sibling moves up as it is.
    while (isRight && place % 2 === 0 && place > 0) [place, last] = [half(place), half(last)]
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 ? hash : null
}

const half = (number: number) => Math.floor(number / 2)

export function bytes(hex: string): number[] {
  return (hex.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16))
}

export async function sha256(input: number[]): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(input))
  return [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

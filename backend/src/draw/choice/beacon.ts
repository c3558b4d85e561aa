import { hash } from 'node:crypto'
import { bls12_381 } from '@noble/curves/bls12-381.js'

/** drand's chain quicknet: its hash names it, and its key signs each round, one every three seconds. */
export const QUICKNET = {
  chainHash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesisSeconds: 1_692_803_367,
  periodSeconds: 3,
}

/** Scheme bls-unchained-g1-rfc9380: signatures are points of G1, hashed to as RFC 9380 says. */
const SUITE = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'

/** When this round is published; before, no one knows it. Rounds count from 1. */
export function publishedAt(round: number): Date {
  return new Date((QUICKNET.genesisSeconds + (round - 1) * QUICKNET.periodSeconds) * 1000)
}

/** Whether these 48 bytes are the signature of this round, of which there is one. */
export function isSignatureOf(round: number, signature: Uint8Array): boolean {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(round))
  const { hash: hashToCurve, verify } = bls12_381.shortSignatures
  try {
    return verify(
      signature,
      hashToCurve(hash('sha256', number, 'buffer'), SUITE),
      Buffer.from(QUICKNET.publicKey, 'hex'),
    )
  } catch {
    // The library throws if the bytes are no point of the curve.
    return false
  }
}

/** The 32 random bytes of a round. */
export function randomnessOf(signature: Uint8Array): Buffer {
  return hash('sha256', signature, 'buffer')
}

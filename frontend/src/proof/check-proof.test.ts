import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Commitment, InclusionProof } from '@tiptop/contract/proof.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkProof } from './check-proof.ts'

type Vectors = { commitment: Commitment; proofs: InclusionProof[] }
const file = (path: string) => new URL(path, import.meta.url)
const { commitment, proofs }: Vectors = JSON.parse(await readFile(file('../../../docs/proof/vectors.json'), 'utf8'))
const proof = proofs[4] as InclusionProof
const other = proofs[8] as InclusionProof

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-proof-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What the stand-alone verifier says and how it exits. */
async function standAlone(proof: unknown, published: unknown, ...receipt: string[]) {
  const [proofFile, commitmentFile] = [join(folder, 'preuve.json'), join(folder, 'engagement.json')]
  await writeFile(proofFile, JSON.stringify(proof))
  await writeFile(commitmentFile, JSON.stringify(published))
  const args = [file('../../public/preuve/verify.mjs').pathname, proofFile, commitmentFile, ...receipt]
  return new Promise<{ code: number; said: string }>(done =>
    execFile(process.execPath, args, (error, out, err) => done({ code: Number(error?.code ?? 0), said: out + err })),
  )
}

const changedHex = (hex: string) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1)
const changedCode = (code: string) => (code.startsWith('2') ? '3' : '2') + code.slice(1)
const [first = '', ...later] = proof.path

/** What is wrong with a proof; the name of its fault to one who has the receipt; what the verifier calls it. */
const wrongProofs: [what: string, wrong: unknown, fault: string, said: string][] = [
  ['another format', { ...proof, format: 2 }, 'format', 'Format'],
  ['no proof', [], 'format', 'Format'],
  ['another root', { ...proof, root: changedHex(proof.root) }, 'root', 'Racine'],
  ['another size', { ...proof, treeSize: 12 }, 'size', 'Taille'],
  ['another code', { ...proof, code: changedCode(proof.code) }, 'code', 'Code :'],
  ['what is no code', { ...proof, code: 'ABCDEFGHI0' }, 'code', 'Code :'],
  ['another prize', { ...proof, prize: other.prize }, 'prize', 'Lot'],
  ['a prize that is not in the contest', { ...proof, prize: { position: 4, slug: 'voiture' } }, 'prize', 'Lot'],
  ['another salt', { ...proof, salt: changedHex(proof.salt) }, 'salt', 'Sel'],
  ['a short salt', { ...proof, salt: proof.salt.slice(2) }, 'salt', 'Sel'],
  ['another hash in the path', { ...proof, path: [changedHex(first), ...later] }, 'path', 'Chemin'],
  ['a path too short', { ...proof, path: later }, 'path', 'Chemin'],
  ['a path too long', { ...proof, path: [...proof.path, first] }, 'path', 'Chemin'],
  ['what is no hash in the path', { ...proof, path: ['', ...later] }, 'path', 'Chemin'],
  ['another place', { ...proof, index: 5 }, 'path', 'Chemin'],
  ['a place outside of the tree', { ...proof, index: 13 }, 'path', 'Chemin'],
  ['another leaf', { ...proof, leaf: changedHex(proof.leaf) }, 'leaf', 'Empreinte du ticket'],
]

test.each(wrongProofs)('%s is refused by its name, in the browser and by the stand-alone verifier', async (...row) => {
  const [, wrong, fault, said] = row
  const receipt = { code: proof.code }
  expect(await checkProof(wrong, commitment, receipt)).toBe(fault)
  const alone = await standAlone(wrong, commitment, proof.code)
  expect(alone).toMatchObject({ code: 1, said: expect.stringContaining(`Preuve refusée. ${said}`) })
})

test('every published proof holds, in the browser and by the stand-alone verifier', async () => {
  for (const each of proofs) {
    expect(await checkProof(each, commitment, { code: each.code, prizeSlug: each.prize.slug })).toBeNull()
    expect((await standAlone(each, commitment)).code).toBe(0)
  }
  const typed = `${proof.code.slice(0, 5)}-${proof.code.slice(5).toLowerCase()}`
  const alone = await standAlone(proof, { slug: 'vectors', commitment }, typed)
  expect(alone).toMatchObject({ code: 0, said: expect.stringContaining(commitment.root) })
})

test('a proof of another ticket is refused to the player who has the receipt', async () => {
  expect(await checkProof(other, commitment, { code: proof.code })).toBe('code')
  expect(await checkProof(proof, commitment, { code: proof.code, prizeSlug: 'coffret-69' })).toBe('prize')
  expect(await standAlone(other, commitment, proof.code)).toMatchObject({ code: 1 })
})

test('without the receipt, another prize is still named, and another code or salt as one of both', async () => {
  expect(await checkProof({ ...proof, prize: other.prize }, commitment)).toBe('prize')
  for (const wrong of [
    { ...proof, salt: changedHex(proof.salt) },
    { ...proof, code: changedCode(proof.code) },
  ]) {
    expect(await checkProof(wrong, commitment)).toBe('code-or-salt')
    expect((await standAlone(wrong, commitment)).said).toContain('Code ou sel')
  }
})

test('a commitment whose prizes do not add up to its size is refused', async () => {
  const quotas = commitment.quotas.map(quota => ({ ...quota, count: quota.count + 1 }))
  expect(await checkProof(proof, { ...commitment, quotas })).toBe('size')
  expect((await standAlone(proof, { ...commitment, quotas })).said).toContain('Taille')
})

test('the verifier exits with 2 when it lacks a file or what it reads is no commitment', async () => {
  expect((await standAlone(proof, {})).code).toBe(2)
  expect((await standAlone(proof, commitment, proof.code, 'more')).code).toBe(2)
})

test('whatever is changed anywhere in a proof, it no longer holds', async () => {
  const names = Object.keys(proof).filter(name => name !== 'contest')
  const anything = fc.oneof(fc.string(), fc.integer(), fc.jsonValue())
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), anything, async (name, value) => {
      fc.pre(JSON.stringify(value) !== JSON.stringify(proof[name as keyof InclusionProof]))
      expect(await checkProof({ ...proof, [name]: value }, commitment, { code: proof.code })).not.toBeNull()
    }),
  )
})

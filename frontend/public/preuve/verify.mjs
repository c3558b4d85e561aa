#!/usr/bin/env node
// Vérifie, sans le site et sans réseau, qu’un ticket avait son lot avant l’ouverture du jeu.
//
//   node verify.mjs preuve.json engagement.json [CODE]
//
// preuve.json      la preuve, telle que le site la donne au joueur (« Vérifier mon lot », puis « Télécharger »)
// engagement.json  l’engagement publié : la réponse de GET /api/contest, ou sa partie « commitment »
// CODE             le code imprimé sur le ticket de caisse ; sans lui, un code faux et un sel faux se confondent
//
// Comparez vous-même la racine affichée avec celle qui est déposée chez le commissaire de justice : ce programme ne
// connaît que les fichiers qu’on lui donne. Codes de sortie : 0 la preuve tient, 1 elle est refusée, 2 mauvais usage.
//
// Rien d’autre que Node (18 ou plus) n’est nécessaire. Le format : feuille = SHA-256(0x00 ‖ code ‖ position ‖ sel),
// nœud = SHA-256(0x01 ‖ gauche ‖ droite), arbre de la RFC 9162, section 2.1.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const FAULTS = {
  format: 'Format : ce fichier n’est pas une preuve de la version 1.',
  root: 'Racine : celle de la preuve n’est pas celle de l’engagement.',
  size: 'Taille : le nombre de tickets n’est pas celui de l’engagement, ou n’est pas la somme de ses lots.',
  code: 'Code : celui de la preuve n’est pas celui du ticket de caisse, ou ne peut pas en être un.',
  prize: 'Lot : celui de la preuve n’est pas celui du ticket, ou l’engagement ne le connaît pas.',
  path: 'Chemin : les empreintes ne mènent pas de ce ticket, à cette place, à la racine.',
  salt: 'Sel : ce n’est pas celui du ticket.',
  'code-or-salt': 'Code ou sel : l’un des deux n’est pas celui du ticket (donnez le code imprimé pour savoir lequel).',
  leaf: 'Empreinte du ticket : celle qui est écrite n’est pas celle de son code, de son lot et de son sel.',
}

const sha256 = (/** @type {Buffer[]} */ ...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const isHex = (/** @type {unknown} */ text, /** @type {number} */ length) =>
  typeof text === 'string' && text.length === length && /^[0-9a-f]*$/.test(text)

/**
 * The commitment; `canaries` are tickets that win nothing, because no receipt has their code.
 * @typedef {{
 *   root: string, treeSize: number, quotas: { position: number, slug: string, count: number }[], canaries: number
 * }} Published
 */

/**
 * The first fault of the proof, by its name in FAULTS, or null.
 * @param {any} proof @param {Published} published @param {string | undefined} receiptCode
 * @returns {keyof typeof FAULTS | null}
 */
function faultOf(proof, published, receiptCode) {
  if (proof?.format !== 1 || !proof.prize || !Array.isArray(proof.path)) return 'format'
  if (proof.root !== published.root) return 'root'
  const tickets = published.quotas.reduce((sum, { count }) => sum + count, published.canaries)
  if (proof.treeSize !== published.treeSize || tickets !== published.treeSize) return 'size'
  if (!/^[2-9A-HJKMNP-Z]{10}$/.test(proof.code) || (receiptCode ?? proof.code) !== proof.code) return 'code'
  const { position, slug } = proof.prize
  if (!published.quotas.some(quota => quota.position === position && quota.slug === slug)) return 'prize'
  if (!isHex(proof.salt, 32)) return 'salt'
  if (!proof.path.every((/** @type {unknown} */ hash) => isHex(hash, 64))) return 'path'
  return faultOfHashes(proof, published, receiptCode)
}

/** @type {typeof faultOf} */
function faultOfHashes(proof, { root, treeSize, quotas }, receiptCode) {
  const leafOf = (/** @type {number} */ position) =>
    sha256(Buffer.of(0), Buffer.from(proof.code), Buffer.of(position), Buffer.from(proof.salt, 'hex'))
  const path = proof.path.map((/** @type {string} */ hash) => Buffer.from(hash, 'hex'))
  const leadsToRoot = (/** @type {Buffer} */ leaf) =>
    rootFrom(leaf, proof.index, treeSize, path)?.toString('hex') === root
  const [own, written] = [leafOf(proof.prize.position), Buffer.from(String(proof.leaf), 'hex')]
  if (leadsToRoot(own)) return own.equals(written) ? null : 'leaf'
  if (!leadsToRoot(written)) return own.equals(written) ? 'path' : 'leaf'
  // The written leaf belongs to the tree: what it was opened with does not belong to the leaf.
  if (quotas.some(({ position }) => leafOf(position).equals(written))) return 'prize'
  return receiptCode === undefined ? 'code-or-salt' : 'salt'
}

/**
 * The root that a path leads to, by the definition of the tree: it splits at the largest power of two below its size, and
 * the last hash of the path is the half in which the leaf is not. Null if the path has not the length of this place.
 * @param {Buffer} leaf @param {number} index @param {number} size @param {Buffer[]} path @returns {Buffer | null}
 */
function rootFrom(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null
  if (size === 1) return path.length === 0 ? leaf : null
  const other = path.at(-1)
  if (!other) return null
  let split = 1
  while (split * 2 < size) split *= 2
  const isLeft = index < split
  const half = rootFrom(leaf, isLeft ? index : index - split, isLeft ? split : size - split, path.slice(0, -1))
  if (!half) return null
  return sha256(Buffer.of(1), isLeft ? half : other, isLeft ? other : half)
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return usage(`${file} ne peut pas être lu, ou n’est pas du JSON.`)
  }
}

/** @param {string} sentence @returns {never} */
function usage(sentence) {
  console.error(`${sentence}\nUsage : node verify.mjs preuve.json engagement.json [CODE]`)
  process.exit(2)
}

const [proofFile, commitmentFile, typed, ...rest] = process.argv.slice(2)
if (!proofFile || !commitmentFile || rest.length) usage('Il faut la preuve et l’engagement.')
const [proof, file] = [read(proofFile), read(commitmentFile)]
const published = file?.commitment ?? file
if (
  published?.format !== 1 ||
  !isHex(published.root, 64) ||
  !Array.isArray(published.quotas) ||
  !Number.isSafeInteger(published.canaries)
)
  usage(`${commitmentFile} n’est pas un engagement de la version 1.`)

const fault = faultOf(proof, published, typed?.replace(/[\s-]/g, '').toUpperCase())
if (fault) console.log(`✗ Preuve refusée. ${FAULTS[fault]}`)
else
  console.log(
    [
      `✓ Le ticket ${proof.code} avait le lot « ${proof.prize.slug} » (position ${proof.prize.position}) avant l’ouverture.`,
      `  Place ${proof.index + 1} sur ${proof.treeSize}.`,
      `  Racine, à comparer avec celle du dépôt : ${proof.root}`,
    ].join('\n'),
  )
process.exit(fault ? 1 : 0)

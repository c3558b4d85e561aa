#!/usr/bin/env node
// Refait, sans le site et sans réseau, le tirage au sort du grand lot à partir de ce qui est publié.
//
//   node verify.mjs DOSSIER [--place ma-place.json]
//
// DOSSIER        contient draw.json et entries.txt, téléchargés sur la page du grand lot
// ma-place.json  la réponse de GET /api/me/draw, pour vérifier que vous êtes sur la liste
//
// Comparez vous-même la racine affichée avec celle que le commissaire de justice a notée quand la liste fut arrêtée : ce
// programme ne connaît que les fichiers qu’on lui donne. Codes de sortie : 0 tout tient, 1 non, 2 mauvais usage.
//
// Rien d’autre que Node (18 ou plus) n’est nécessaire, sauf pour la signature d’un tour de drand : elle n’est vérifiée que
// si le paquet @noble/curves est installé à côté. Le calcul est décrit dans docs/decisions/grand-draw.md.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const DOMAIN = 'the-tip-top/grand-draw/1'
const RANGE = 2 ** 48
const QUICKNET = {
  chainHash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  suite: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_',
}

const FAULTS = {
  format: 'Format : ce fichier n’est pas un tirage de la version 1.',
  entries: 'Liste : les empreintes ne sont pas toutes de 64 chiffres, différentes et en ordre croissant.',
  count: 'Nombre : la liste n’a pas autant de lignes qu’annoncé.',
  root: 'Racine : celle de la liste n’est pas celle qui est publiée.',
  beacon: 'Aléa : le tour de drand n’a pas cette signature, ou pas cet aléa.',
  seed: 'Graine : elle ne vient pas de la liste, de l’engagement, du nombre et de l’aléa publiés.',
  ranks: 'Gagnant : la graine désigne d’autres places, ou d’autres empreintes.',
  'place-entry': 'Votre place : l’empreinte ne vient pas de votre numéro et de votre sel.',
  'place-index': 'Votre place : la liste n’a pas votre empreinte à cette place.',
  'place-path': 'Votre place : le chemin ne mène pas de votre empreinte à la racine.',
}
/** @typedef {keyof typeof FAULTS} Fault */

/** @type {Record<string, string>} */
const STATES = {
  waiting: 'suppléant',
  winner: 'gagnant',
  claimed: 'a reçu le grand lot',
  'passed-over': 'remplacé par le suivant',
  void: 'tirage refait depuis',
}

const bytes = (/** @type {string} */ hex) => Buffer.from(hex, 'hex')
const sha256 = (/** @type {Uint8Array[]} */ ...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leafOf = (/** @type {string} */ entry) => sha256(Buffer.of(0), bytes(entry))
const nodeOf = (/** @type {Buffer} */ left, /** @type {Buffer} */ right) => sha256(Buffer.of(1), left, right)

/** The largest power of two below a size of at least 2, where the tree of RFC 9162 splits. */
function splitOf(/** @type {number} */ size) {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** @param {string[]} entries @param {number} from @param {number} to @returns {Buffer} */
function rootOf(entries, from = 0, to = entries.length) {
  if (to - from === 1) return leafOf(entries[from] ?? '')
  const middle = from + splitOf(to - from)
  return nodeOf(rootOf(entries, from, middle), rootOf(entries, middle, to))
}

/** @param {Buffer} leaf @param {number} index @param {number} size @param {Buffer[]} path @returns {Buffer | null} */
function rootFrom(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null
  if (size === 1) return path.length === 0 ? leaf : null
  const [split, other] = [splitOf(size), path.at(-1)]
  if (!other) return null
  const isLeft = index < split
  const half = rootFrom(leaf, isLeft ? index : index - split, isLeft ? split : size - split, path.slice(0, -1))
  return half && (isLeft ? nodeOf(half, other) : nodeOf(other, half))
}

/** @param {any} draw @param {any} list */
function seedOf({ commitment, number, beacon }, list) {
  const fields = [Buffer.from(DOMAIN), bytes(list.root), bytes(commitment), Buffer.from(number)]
  fields.push(beacon ? bytes(beacon.randomness) : Buffer.alloc(0))
  return sha256(...fields.flatMap(field => [uint32(field.length), field]))
}

function uint32(/** @type {number} */ value) {
  const written = Buffer.alloc(4)
  written.writeUInt32BE(value)
  return written
}

/** @param {Buffer} seed @param {number} size @param {number} count */
function placesOf(seed, size, count) {
  /** @type {number[]} */
  const places = []
  for (let i = 0; places.length < count; i++) {
    const candidate = sha256(seed, uint32(i)).readUIntBE(0, 6)
    if (candidate >= RANGE - (RANGE % size) || places.includes(candidate % size)) continue
    places.push(candidate % size)
  }
  return places
}

/** Whether the signature is drand’s; null if the library that knows the curve is not there. @param {any} beacon */
async function isSigned({ round, signature }) {
  const name = '@noble/curves/bls12-381.js'
  const library = await import(name).catch(() => null)
  if (!library) return null
  const bls = library.bls12_381.shortSignatures
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(round))
  try {
    return bls.verify(bytes(signature), bls.hash(sha256(number), QUICKNET.suite), bytes(QUICKNET.publicKey))
  } catch {
    return false
  }
}

/** @param {any} file @param {string[]} entries @returns {Fault | null} */
function faultOfList({ format, list, draws }, entries) {
  if (format !== 1 || !list || !Array.isArray(draws)) return 'format'
  if (entries.some((entry, at) => !/^[0-9a-f]{64}$/.test(entry) || (at > 0 && entry <= (entries[at - 1] ?? '')))) {
    return 'entries'
  }
  if (entries.length !== list.count || entries.length === 0) return 'count'
  return rootOf(entries).toString('hex') === list.root ? null : 'root'
}

/** @param {any} draw @param {any} list @param {string[]} entries @returns {Promise<{ fault: Fault | null, note?: string }>} */
async function judgeDraw(draw, list, entries) {
  let note = draw.beacon ? 'signature du tour vérifiée' : 'sans aléa public'
  if (draw.beacon) {
    const { chainHash, signature, randomness } = draw.beacon
    const follows = sha256(bytes(signature)).toString('hex') === randomness
    if (chainHash !== QUICKNET.chainHash || !follows) return { fault: 'beacon' }
    const signed = await isSigned(draw.beacon)
    if (signed === false) return { fault: 'beacon' }
    if (signed === null) note = 'signature du tour NON vérifiée : installez @noble/curves'
  }
  const seed = seedOf(draw, list)
  if (seed.toString('hex') !== draw.seed) return { fault: 'seed' }
  const places = placesOf(seed, list.count, draw.ranks.length)
  const isRight = draw.ranks.every(
    (/** @type {any} */ { rank, index, entry }, /** @type {number} */ at) =>
      rank === at + 1 && index === places[at] && entry === entries[index],
  )
  return isRight && places.length > 0 ? { fault: null, note } : { fault: 'ranks' }
}

/** @param {any} place @param {any} list @param {string[]} entries @returns {Fault | null} */
function faultOfPlace(place, list, entries) {
  const proof = place.proof ?? place
  const entry = sha256(bytes(proof.salt ?? ''), Buffer.from(String(proof.participant))).toString('hex')
  if (entry !== proof.entry) return 'place-entry'
  if (entries[proof.index] !== entry) return 'place-index'
  const root = rootFrom(leafOf(entry), proof.index, list.count, (proof.path ?? []).map(bytes))
  return root?.toString('hex') === list.root ? null : 'place-path'
}

/** @param {string} folder @param {string | undefined} placeFile @returns {Promise<Fault | null>} */
async function verify(folder, placeFile) {
  const file = JSON.parse(readFileSync(join(folder, 'draw.json'), 'utf8'))
  const entries = readFileSync(join(folder, 'entries.txt'), 'utf8').split('\n')
  if (entries.at(-1) === '') entries.pop()
  const fault = faultOfList(file, entries)
  if (fault) return fault
  console.log(`✓ Liste : ${entries.length} participants, racine ${file.list.root}`)
  for (const draw of file.draws) {
    const { fault, note } = await judgeDraw(draw, file.list, entries)
    if (fault) return fault
    const why = draw.reason ? ` ; refait : ${draw.reason}` : ''
    console.log(`✓ Tirage ${draw.attempt} : nombre ${draw.number}, ${note}${why}`)
    for (const { rank, index, entry, state } of draw.ranks)
      console.log(`    n° ${rank}  place ${index}  ${entry}  ${STATES[state] ?? state}`)
  }
  if (!placeFile) return null
  const ofPlace = faultOfPlace(JSON.parse(readFileSync(placeFile, 'utf8')), file.list, entries)
  if (!ofPlace) console.log('✓ Vous êtes sur la liste.')
  return ofPlace
}

const [folder, flag, placeFile, ...more] = process.argv.slice(2)
if (!folder || (flag !== undefined && (flag !== '--place' || !placeFile)) || more.length) {
  console.error('Usage : node verify.mjs DOSSIER [--place ma-place.json]')
  process.exit(2)
}
try {
  const fault = await verify(folder, placeFile)
  if (fault) console.error(`✗ ${FAULTS[fault]}`)
  process.exitCode = fault ? 1 : 0
} catch (error) {
  console.error(`✗ ${FAULTS.format} (${error instanceof Error ? error.message : error})`)
  process.exitCode = 1
}

import { hash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DrawFile, OwnPlace } from '@tiptop/contract/grand-draw.ts'
import { QUICKNET, randomnessOf } from '../backend/src/draw/choice/beacon.ts'
import { choosePlaces } from '../backend/src/draw/choice/choose-places.ts'
import { seedOf } from '../backend/src/draw/choice/seed.ts'
import { entryOf, saltOf } from '../backend/src/draw/list/entry.ts'
import { leafHash, pathOf, rootOf } from '../backend/src/tickets/commitment/merkle-tree.ts'

/*
 * Writes docs/draw: a draw among 1 234 people who do not exist, as the backend publishes it, the same at each run. It is
 * what `npm run verify:draw` verifies, and another verifier can be tested with it.
 */

const FOLDER = join(import.meta.dirname, '../docs/draw')
const PEPPER = 'a pepper that is published, for a sample only'
const CONTEST = 'sample'
const RANKS = 6
/** Round 1000 of quicknet, as drand published it. */
const BEACON = {
  chainHash: QUICKNET.chainHash,
  round: 1000,
  signature: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
}

const people = Array.from({ length: 1_234 }, (_, at) => {
  const participant = at + 1
  return { participant, entry: entryOf(saltOf(PEPPER, CONTEST, participant), participant) }
}).sort((one, other) => one.entry.compare(other.entry))
const leaves = people.map(({ entry }) => leafHash(entry))
const root = rootOf(leaves)
const commitment = hash('sha256', 'the commitment of a sample', 'buffer')
const randomness = randomnessOf(Buffer.from(BEACON.signature, 'hex'))

const draw = (attempt: number, number: string, reason: string | null, drawnAt: string): DrawFile['draws'][number] => {
  const beacon = attempt === 1 ? { ...BEACON, randomness: randomness.toString('hex') } : null
  const seed = seedOf({ root, commitment, number, randomness: beacon ? randomness : Buffer.alloc(0) })
  const ranks = choosePlaces(seed, people.length, RANKS).map((index, at) => ({
    rank: at + 1,
    index,
    entry: people[index]?.entry.toString('hex') ?? '',
    state: attempt === 1 ? ('void' as const) : at === 0 ? ('winner' as const) : ('waiting' as const),
  }))
  return {
    attempt,
    reason,
    drawnAt,
    commitment: commitment.toString('hex'),
    number,
    beacon,
    seed: seed.toString('hex'),
    ranks,
  }
}
const file: DrawFile = {
  format: 1,
  contest: CONTEST,
  list: { root: root.toString('hex'), count: people.length, frozenAt: '2023-08-23T15:30:00.000Z' },
  draws: [
    draw(1, '271828182845', null, '2023-08-23T16:00:00.000Z'),
    draw(2, '314159265358', 'Exemple : la séance fut interrompue', '2023-08-24T09:00:00.000Z'),
  ],
}

const index = people.findIndex(({ participant }) => participant === 1)
const salt = saltOf(PEPPER, CONTEST, 1)
const place: OwnPlace = {
  listed: true,
  proof: {
    format: 1,
    contest: CONTEST,
    participant: 1,
    salt: salt.toString('hex'),
    entry: entryOf(salt, 1).toString('hex'),
    index,
    count: people.length,
    path: pathOf(leaves, index).map(node => node.toString('hex')),
    root: root.toString('hex'),
  },
}

await mkdir(FOLDER, { recursive: true })
await writeFile(join(FOLDER, 'draw.json'), `${JSON.stringify(file, null, 2)}\n`)
await writeFile(join(FOLDER, 'place.json'), `${JSON.stringify(place, null, 2)}\n`)
await writeFile(join(FOLDER, 'entries.txt'), people.map(({ entry }) => `${entry.toString('hex')}\n`).join(''))

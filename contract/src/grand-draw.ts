import { z } from 'zod'

/*
 * The grand draw. All: `GET /grand-draw`, `…/entries.txt` (the frozen list: 64 hexadecimal digits a line, in the order of
 * the tree) and `…/draw.json`. Signed in: `GET /me/draw`. The bailiff and administrators: `GET /draw` (asked every few
 * seconds), `POST /draw/{freeze,draw,claim,next}`, which answer the new state, `GET /draw/winner`, which is recorded,
 * and `GET /draw/minutes.pdf`.
 *
 * Freezing and drawing take two confirmations, by the bailiff and by an administrator, each in their own session. The
 * second one executes. A confirmation lapses after fifteen minutes. The bailiff confirms a draw first, because they
 * bring the number; another number voids what was confirmed before. Every request may be sent twice.
 */

/** How long a confirmation waits for the other person's, in minutes. */
export const CONFIRMATION_MINUTES = 15

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const drawRole = z.enum(['bailiff', 'admin'])
export type DrawRole = z.infer<typeof drawRole>
const drawStep = z.enum(['freeze', 'draw'])
export type DrawStep = z.infer<typeof drawStep>

/** A round of drand's public randomness (chain quicknet), announced before the list is frozen. */
const announcedRound = z
  .object({ chainHash: hash, round: z.int(), publishedAt: z.iso.datetime() })
  .meta({ id: 'AnnouncedRound' })
export type AnnouncedRound = z.infer<typeof announcedRound>

const frozenList = z
  .object({
    root: hash.describe('root of the Merkle tree (RFC 9162) over all entries'),
    count: z.int(),
    frozenAt: z.iso.datetime(),
  })
  .meta({ id: 'FrozenList' })
export type FrozenList = z.infer<typeof frozenList>

const rankState = z.enum(['waiting', 'winner', 'claimed', 'passed-over', 'void'])

const drawnRank = z.object({
  rank: z.int().describe('1 is the winner, the others are alternates in their order'),
  index: z.int().describe('place in the list, from 0'),
  entry: hash,
  state: rankState.describe(
    '`waiting`: an alternate; `winner`: the prize is theirs to claim; `void`: the draw was repeated',
  ),
})
export type DrawnRank = z.infer<typeof drawnRank>

/** All that one draw was computed from, and what came out. */
const madeDraw = z
  .object({
    attempt: z.int().describe('1, or more if the draw was repeated'),
    reason: z.string().nullable().describe('why the draw was repeated; null for the first'),
    drawnAt: z.iso.datetime(),
    commitment: z.string().describe('root of the commitment, or the digest of a former contest; empty if it has none'),
    number: z.string().describe('the number that the bailiff entered'),
    beacon: z
      .object({ chainHash: hash, round: z.int(), signature: z.string(), randomness: hash })
      .nullable()
      .describe('null if no round was announced'),
    seed: hash,
    ranks: z.array(drawnRank),
  })
  .meta({ id: 'MadeDraw' })
export type MadeDraw = z.infer<typeof madeDraw>

/**
 * `claims-open`: prizes of tickets can still be claimed. `ready`: the list can be frozen. `frozen`: the list is public.
 * `drawn`: there is a winner.
 */
const drawPhase = z.enum(['claims-open', 'ready', 'frozen', 'drawn'])
export type DrawPhase = z.infer<typeof drawPhase>

const drawFacts = {
  contest: z.string().describe('slug of the contest'),
  phase: drawPhase,
  claimsUntil: z.iso.datetime().describe('from then on the list can be frozen'),
  alternates: z.int().describe('how many alternates are drawn after the winner'),
  answerDays: z.int().describe('days that a winner has to answer'),
  announcedRound: announcedRound.nullable(),
  list: frozenList.nullable(),
  draws: z.array(madeDraw).describe('the first draw first; the last one counts'),
}

/** What everybody may know. */
export const grandDraw = z
  .object({
    ...drawFacts,
    winner: z
      .object({
        rank: z.int(),
        initial: z.string().nullable().describe('of the first name; null once the account is erased'),
        city: z.string().nullable().describe('of the shop where they collect, if that is known'),
        claimed: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'GrandDraw' })
export type GrandDraw = z.infer<typeof grandDraw>

/** What a verifier needs beside the entries to compute every draw again. */
export const drawFile = z
  .object({
    format: z.literal(1),
    contest: z.string(),
    list: frozenList,
    draws: z.array(madeDraw),
  })
  .meta({ id: 'DrawFile' })
export type DrawFile = z.infer<typeof drawFile>

const confirmation = z
  .object({
    step: drawStep,
    role: drawRole,
    own: z.boolean().describe('made by the person who asks'),
    at: z.iso.datetime(),
    lapsesAt: z.iso.datetime(),
    number: z.string().nullable().describe('for a draw'),
    reason: z.string().nullable().describe('for a repeated draw'),
  })
  .meta({ id: 'DrawConfirmation' })
export type DrawConfirmation = z.infer<typeof confirmation>

/** What the bailiff and administrators follow. It holds no personal data. */
export const drawState = z
  .object({
    ...drawFacts,
    role: drawRole.describe('as whom the person who asks confirms'),
    now: z.iso.datetime(),
    commitment: z.string().describe('as in each draw'),
    confirmations: z.array(confirmation).describe('those in force, which wait for the other person’s'),
    winner: z
      .object({ rank: z.int(), answerUntil: z.iso.datetime(), claimed: z.boolean(), mayMoveUp: z.boolean() })
      .nullable(),
  })
  .meta({ id: 'DrawState' })
export type DrawState = z.infer<typeof drawState>

export const freezeRequest = z.object({}).meta({ id: 'FreezeRequest' })

const ONE_LINE = /^\P{Cc}*$/u
const reason = z.string().trim().min(10).max(500).regex(ONE_LINE)

/**
 * The bailiff enters the number; the administrator sends the number that they see. `after`: how many draws there are, 0
 * for the first; a repeated draw has a reason. `signature`: of the announced round, as drand publishes it, from the
 * administrator.
 */
export const drawRequest = z
  .object({
    after: z.int().min(0).max(1000),
    number: z.string().regex(/^\d{6,64}$/, 'between 6 and 64 digits'),
    reason: reason.optional(),
    signature: z
      .string()
      .regex(/^[0-9a-f]{96}$/)
      .optional(),
  })
  .refine(({ after, reason }) => after > 0 === (reason !== undefined), {
    path: ['reason'],
    error: 'a repeated draw has a reason, the first one has none',
  })
  .meta({ id: 'DrawRequest' })
export type DrawRequest = z.infer<typeof drawRequest>

/** Who has won, for those who must find them. */
export const winnerIdentity = z
  .object({
    rank: z.int(),
    erased: z.boolean().describe('their account is erased: they cannot be reached any more'),
    userId: z.int(),
    firstName: z.string(),
    lastName: z.string(),
    birthDate: z.iso.date().nullable(),
    email: z.string().nullable(),
    city: z.string().nullable(),
    answerUntil: z.iso.datetime(),
  })
  .meta({ id: 'WinnerIdentity' })
export type WinnerIdentity = z.infer<typeof winnerIdentity>

/** The winner of this rank came, their identity was checked, and the prize is theirs. */
export const grandPrizeClaim = z
  .object({ rank: z.int().min(1), identityChecked: z.literal(true) })
  .meta({ id: 'GrandPrizeClaim' })

/** The person of this rank did not answer, and the next alternate takes their place. */
export const moveUpRequest = z.object({ rank: z.int().min(1), reason }).meta({ id: 'MoveUpRequest' })

/** An entry is SHA-256 of the salt and the participant's number in decimal digits (ASCII), joined. */
const placeProof = z
  .object({
    format: z.literal(1),
    contest: z.string(),
    participant: z.int(),
    salt: hash.describe('known to this participant alone'),
    entry: hash,
    index: z.int(),
    count: z.int(),
    path: z.array(hash).describe('inclusion proof as in RFC 9162, section 2.1.3'),
    root: hash,
  })
  .meta({ id: 'PlaceProof' })
export type PlaceProof = z.infer<typeof placeProof>

/** `not-frozen`: there is no list yet. `same-person`: an account with the same name and birth date stands for both. */
const absence = z.enum(['not-frozen', 'not-played', 'staff', 'same-person', 'not-eligible'])

/** Whether the person who asks is on the list. */
export const ownPlace = z
  .discriminatedUnion('listed', [
    z.object({ listed: z.literal(true), proof: placeProof }),
    z.object({ listed: z.literal(false), why: absence }),
  ])
  .meta({ id: 'OwnPlace' })
export type OwnPlace = z.infer<typeof ownPlace>

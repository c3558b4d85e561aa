import type { AnnouncedRound, DrawPhase, FrozenList, MadeDraw } from '@tiptop/contract/grand-draw.ts'
import type { Config } from '../../config.ts'
import { publishedAt, QUICKNET, randomnessOf } from '../choice/beacon.ts'
import type { DrawContest } from '../record/draw-contest.ts'
import type { DrawMade, DrawRecord, FrozenListRecord, RankRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'

/** `round`: the round that counts for the next draw */
type DrawFacts = { contest: DrawContest; record: DrawRecord; round: number | null; now: Date }

/** What everybody may know of the draw; it holds no personal data. */
export function describeDraw({ contest, record, round, now }: DrawFacts, settings: Config['draw']) {
  const { list, draws } = record
  return {
    contest: contest.slug,
    phase: phaseOf(contest, record, now),
    claimsUntil: contest.claimsUntil.toISOString(),
    alternates: settings.alternates,
    answerDays: settings.answerDays,
    announcedRound: round === null ? null : describeRound(round),
    list: list && describeList(list),
    draws: draws.map(draw => describeMade(draw, record)),
  }
}

function phaseOf({ claimsUntil }: DrawContest, { list, draws }: DrawRecord, now: Date): DrawPhase {
  if (draws.length) return 'drawn'
  if (list) return 'frozen'
  return now < claimsUntil ? 'claims-open' : 'ready'
}

function describeRound(round: number): AnnouncedRound {
  return { chainHash: QUICKNET.chainHash, round, publishedAt: publishedAt(round).toISOString() }
}

export function describeList({ root, count, frozenAt }: FrozenListRecord): FrozenList {
  return { root: root.toString('hex'), count, frozenAt: frozenAt.toISOString() }
}

/** With all that it was computed from. */
export function describeMade(draw: DrawMade, record: DrawRecord): MadeDraw {
  return {
    attempt: draw.attempt,
    reason: draw.reason,
    drawnAt: draw.drawnAt.toISOString(),
    commitment: draw.commitment.toString('hex'),
    number: draw.number,
    beacon: draw.beacon && {
      chainHash: QUICKNET.chainHash,
      round: draw.beacon.round,
      signature: draw.beacon.signature.toString('hex'),
      randomness: randomnessOf(draw.beacon.signature).toString('hex'),
    },
    seed: draw.seed.toString('hex'),
    ranks: draw.ranks.map(rank => ({
      rank: rank.rank,
      index: rank.index,
      entry: rank.entry.toString('hex'),
      state: stateOf(rank, draw, record),
    })),
  }
}

function stateOf({ rank, outcome }: RankRecord, draw: DrawMade, record: DrawRecord) {
  if (outcome) return outcome.kind
  const turn = turnOf(record)
  if (draw !== record.draws.at(-1)) return 'void'
  return turn?.rank === rank ? 'winner' : 'waiting'
}

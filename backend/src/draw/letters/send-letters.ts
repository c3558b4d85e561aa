import { formatDay } from '@tiptop/contract/moments.ts'
import type { FastifyBaseLogger } from 'fastify'
import { regularly } from '../../background/regularly.ts'
import { writeLetter } from '../../mail/letter.ts'
import { pageUrl } from '../../mail/web-page.ts'
import type { Tools } from '../../tools.ts'
import { type DrawContest, seekDrawContest } from '../record/draw-contest.ts'
import { type DrawMade, type DrawRecord, type RankRecord, readRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'
import { findPerson } from '../result/queries.ts'
import { type DrawLetterKind, drawLetters } from './draw-letter.ts'

type LetterTools = Pick<Tools, 'db' | 'config' | 'mailer' | 'now'>
type DueLetter = { draw: DrawMade; rank: RankRecord; kind: DrawLetterKind; until: Date }

/**
 * Writes to those whom the draw named and who have not been written to: the winner and the alternates, the alternate
 * whose turn has come, and those of a draw that was repeated. The record and the queued
 * mail stand or fall together. An address that refuses holds no other letter up.
 * @returns how many were sent @throws the first failure, once all were tried
 */
export async function sendDrawLetters(tools: LetterTools): Promise<number> {
  const { db, config } = tools
  const contest = await seekDrawContest(db, config.contest)
  if (!contest) return 0
  const record = await readRecord(db, contest.id)
  if (!record.draws.length) return 0
  const sent = await listSent(tools, contest)
  let count = 0
  const failures: unknown[] = []
  for (const letter of dueLetters(record, sent))
    try {
      if (await sendLetter(tools, contest, letter)) count++
    } catch (error) {
      failures.push(error)
    }
  if (failures.length) throw failures[0]
  return count
}

const keyOf = (attempt: number, rank: number, kind: string) => `${attempt} ${rank} ${kind}`

async function listSent({ db }: LetterTools, contest: DrawContest): Promise<Set<string>> {
  const rows = await db
    .selectFrom('draw_letters')
    .select(['attempt', 'rank', 'kind'])
    .where('contest_id', '=', contest.id)
    .execute()
  return new Set(rows.map(({ attempt, rank, kind }) => keyOf(attempt, rank, kind)))
}

function dueLetters(record: DrawRecord, sent: Set<string>): DueLetter[] {
  const turn = turnOf(record)
  const last = record.draws.at(-1)
  const due = record.draws.flatMap(draw =>
    draw.ranks.flatMap((rank): DueLetter[] => {
      const letter = (kind: DrawLetterKind) => [{ draw, rank, kind, until: turn?.answerUntil ?? draw.drawnAt }]
      if (draw !== last) return wasTold(draw, rank, sent) ? letter('void') : []
      if (!turn || turn.claimed || rank.rank < turn.rank) return []
      return letter(rank.rank === turn.rank ? 'winner' : 'alternate')
    }),
  )
  return due.filter(({ draw, rank, kind }) => !sent.has(keyOf(draw.attempt, rank.rank, kind)))
}

function wasTold({ attempt }: DrawMade, { rank }: RankRecord, sent: Set<string>): boolean {
  return sent.has(keyOf(attempt, rank, 'winner')) || sent.has(keyOf(attempt, rank, 'alternate'))
}

/** Of two processes, the second one waits for the row of the first, and then has nothing to send. */
async function sendLetter(tools: LetterTools, contest: DrawContest, { draw, rank, kind, until }: DueLetter) {
  const person = await findPerson(tools.db, rank.playerId)
  if (person.erased_at) return false
  const { language } = person
  const words = drawLetters[language][kind]({
    prize: contest.grandPrize[language],
    drawnOn: formatDay(draw.drawnAt.toISOString(), language),
    until: formatDay(new Date(until.getTime() - 1).toISOString(), language),
    rank: rank.rank,
  })
  const link = pageUrl(tools.config.web.url, language, '/grand-lot')
  return tools.db.transaction().execute(async db => {
    const row = { contest_id: contest.id, attempt: draw.attempt, rank: rank.rank, kind, sent_at: tools.now() }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('draw_letters')
      .values(row)
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return false
    await tools.mailer.send(writeLetter({ to: person.email, language, link }, words), db)
    return true
  })
}

/** Sends what is due soon after the start and then every ten minutes. @returns a function that ends it, see regularly.ts */
export function mailDrawnRegularly(tools: LetterTools, log: Pick<FastifyBaseLogger, 'error'>): () => Promise<void> {
  return regularly(
    { name: 'letters of the grand draw', firstMs: 10_000, everyMs: 600_000, run: () => sendDrawLetters(tools) },
    log,
  ).end
}

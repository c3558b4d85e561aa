import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/database.ts'
import type { ContestDefinition } from './definition.ts'
import type { ContestSchedule } from './schedule.ts'

type ContestPlan = { definition: ContestDefinition; schedule: ContestSchedule; quotas: number[]; at: Date }

/** Writes a contest and its prizes, in the order of its definition. @returns its id */
export async function createContest(db: Db, { definition, schedule, quotas, at }: ContestPlan): Promise<number> {
  const { slug, name, grandPrize } = definition
  const { id } = await db
    .insertInto('contests')
    .values({
      slug,
      name,
      opens_at: schedule.opensAt,
      receipts_until: schedule.receiptsUntil,
      plays_until: schedule.playsUntil,
      claims_until: schedule.claimsUntil,
      staff_may_play: definition.staffMayPlay,
      grand_prize_fr: grandPrize.name.fr,
      grand_prize_en: grandPrize.name.en,
      grand_prize_value_cents: grandPrize.valueCents,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const prizes = definition.prizes.map((prize, index) => ({
    contest_id: id,
    position: index + 1,
    slug: prize.slug,
    name_fr: prize.name.fr,
    name_en: prize.name.en,
    description_fr: prize.description.fr,
    description_en: prize.description.en,
    value_cents: prize.valueCents,
    quota: quotas[index] ?? 0,
  }))
  await db.insertInto('prizes').values(prizes).execute()
  await recordEvent(db, { kind: 'contest-created', at, details: { contest: slug } })
  return id
}

import type { Prize } from '@tiptop/contract/contest.ts'
import { typesetFrench } from '@tiptop/contract/french-typography.ts'
import type { Db } from '../database/database.ts'

/** The columns that {@link asPrize} needs, of a query that joins `prizes as prize`. */
export const prizeColumns = [
  'prize.slug',
  'prize.name_fr',
  'prize.name_en',
  'prize.description_fr',
  'prize.description_en',
  'prize.value_cents',
] as const

type PrizeRow = {
  slug: string
  name_fr: string
  name_en: string
  description_fr: string
  description_en: string
  value_cents: number | null
}

/** A prize as it is shown, its French typeset. */
export function asPrize(row: PrizeRow): Prize {
  return {
    slug: row.slug,
    name: { fr: typesetFrench(row.name_fr), en: row.name_en },
    description: { fr: typesetFrench(row.description_fr), en: row.description_en },
    valueCents: row.value_cents,
  }
}

/** The rows of a contest's prizes, in the order of their positions. */
export function listPrizes(db: Db, contestId: number) {
  return db.selectFrom('prizes').selectAll().where('contest_id', '=', contestId).orderBy('position').execute()
}

export async function findPrize(db: Db, id: number): Promise<Prize> {
  return asPrize(await db.selectFrom('prizes').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
}

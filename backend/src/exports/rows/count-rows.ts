import { sql } from 'kysely'
import type { ExportContents } from './column.ts'
import { type ExportConnection, LONGEST } from './copy-rows.ts'

/** The longest wait for a number that only a progress bar shows. */
const COUNTED_WITHIN = '1s'
const TOOK_TOO_LONG = '57014'

type ContentRows = ExportContents['rows']

/** How many rows there are: the exact number if counting is quick, otherwise the database's estimate. */
export async function countRows(
  { limit }: Pick<ExportConnection, 'limit'>,
  { rows, known }: Pick<ExportContents, 'rows' | 'known'>,
): Promise<number> {
  if (known != null) return known
  await limit(COUNTED_WITHIN)
  const counted = await countExactly(rows)
  await limit(LONGEST)
  return counted ?? expectedRows(rows)
}

async function countExactly(rows: ContentRows): Promise<number | null> {
  try {
    const { count } = await rows.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()
    return count
  } catch (error) {
    if ((error as { code?: string }).code === TOOK_TOO_LONG) return null
    throw error
  }
}

async function expectedRows(rows: ContentRows): Promise<number> {
  const [plan] = await rows.select(sql`1`.as('row')).explain('json')
  return plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

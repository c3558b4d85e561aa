import type { z } from 'zod'
import { Refusal } from '../refusal.ts'

/** Where a list continues that is sorted by time: the time and the number of the last row shown. */
export type Cursor = { at: Date; id: number }

/**
 * Where a list with several orders continues: the name of the order, and the values by which its last row is sorted.
 */
export type SortPlace = { order: string; values: (string | number)[] }

export function encodeCursor(cursor: Cursor | SortPlace): string {
  const text =
    'order' in cursor ? JSON.stringify([cursor.order, ...cursor.values]) : `${cursor.at.getTime()}.${cursor.id}`
  return Buffer.from(text).toString('base64url')
}

/** Refuses `invalid-request` for a text that is no cursor. */
export function decodeCursor(text: string): Cursor {
  const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(decode(text)) ?? []
  if (!at || !id) throw foreignCursor()
  return { at: new Date(Number(at)), id: Number(id) }
}

/** The values by which the last row is sorted. Refuses `invalid-request` for no cursor, or that of another order. */
export function decodePlace<Values extends SortPlace['values']>(
  text: string,
  { order, values }: { order: string; values: z.ZodType<Values> },
): Values {
  const [name, ...rest] = parseList(decode(text))
  const parsed = values.safeParse(rest)
  if (name !== order || !parsed.success) throw foreignCursor()
  return parsed.data
}

/** The first `limit` of the `limit + 1` rows read, and the cursor of the next page if there is one. */
export function page<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => Cursor | SortPlace,
) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), nextCursor: last && rows.length > limit ? encodeCursor(cursor(last)) : null }
}

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString()
}

function parseList(text: string): unknown[] {
  try {
    const list = JSON.parse(text)
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

function foreignCursor(): Refusal {
  return new Refusal('invalid-request', { detail: 'cursor: use the nextCursor of the previous answer' })
}

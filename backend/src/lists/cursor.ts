import type { z } from 'zod'
import { Refusal } from '../refusal.ts'

/** Where a list goes on that is sorted by time alone: the time and the number of the last row that was shown. */
export type Cursor = { at: Date; id: number }

/** Where a list goes on that has several orders: the name of this one, and by what its last row was sorted. */
export type SortPlace = { order: string; values: (string | number)[] }

export function encodeCursor(cursor: Cursor | SortPlace): string {
  const text =
    'order' in cursor ? JSON.stringify([cursor.order, ...cursor.values]) : `${cursor.at.getTime()}.${cursor.id}`
  return Buffer.from(text).toString('base64url')
}

/** Refuses `invalid-request` when the text is no cursor of ours. */
export function decodeCursor(text: string): Cursor {
  const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(decode(text)) ?? []
  if (!at || !id) throw notOurs()
  return { at: new Date(Number(at)), id: Number(id) }
}

/** By what the last row was sorted. Refuses `invalid-request` when this is no place of ours, or one in another order. */
export function decodePlace<Values extends SortPlace['values']>(
  text: string,
  { order, values }: { order: string; values: z.ZodType<Values> },
): Values {
  const [name, ...rest] = parseList(decode(text))
  const parsed = values.safeParse(rest)
  if (name !== order || !parsed.success) throw notOurs()
  return parsed.data
}

/** The first `limit` of `limit + 1` rows that were read, and the cursor of the next page when there is one. */
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

function notOurs(): Refusal {
  return new Refusal('invalid-request', { detail: 'cursor: take the nextCursor of the former answer' })
}

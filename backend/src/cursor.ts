import { Refusal } from './refusal.ts'

/** Where a list goes on: the time and the number of the last row that was shown. */
export type Cursor = { at: Date; id: number }

export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url')
}

/** Refuses `invalid-request` when the text is no cursor of ours. */
export function decodeCursor(text: string): Cursor {
  const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (!at || !id) throw new Refusal('invalid-request', { detail: 'cursor: take the nextCursor of the former answer' })
  return { at: new Date(Number(at)), id: Number(id) }
}

/** The first `limit` of `limit + 1` rows that were read, and the cursor of the next page when there is one. */
export function page<Row, Item>(rows: Row[], limit: number, item: (row: Row) => Item, cursor: (row: Row) => Cursor) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), nextCursor: last && rows.length > limit ? encodeCursor(cursor(last)) : null }
}

/** How PostgreSQL 17 lays WAL out: src/include/access/xlog_internal.h, xlogrecord.h and xact.h. */
const PAGE = 8192
const [PAGE_HEADER, FIRST_PAGE_HEADER, RECORD_HEADER] = [24, 40, 24]
const [REMAINING, INFO, MANAGER] = [16, 16, 17]
const TRANSACTIONS = 1
/** What a record of a transaction says: committed or aborted, at once or once prepared. */
const ENDS = [0x00, 0x20, 0x30, 0x40]
const KIND = 0x70
const [SHORT, LONG, ORIGIN, TOP_LEVEL] = [255, 254, 253, 252]
/** PostgreSQL counts microseconds from 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1)

/**
 * Returns when the newest transaction ended that a segment of WAL holds whole, in UTC to the millisecond below; null if it
 * holds none. One whose record goes on in the next segment is not counted.
 * @param segment its 16 MB, as PostgreSQL wrote them
 */
export function lastTransactionIn(segment: Buffer): Date | null {
  const { records, first } = recordsOf(segment)
  let last = Number.NEGATIVE_INFINITY
  for (let at = first; at + RECORD_HEADER <= records.length; ) {
    const length = records.readUInt32LE(at)
    if (length < RECORD_HEADER || at + length > records.length) break
    last = Math.max(last, endIn(records.subarray(at, at + length)) ?? last)
    at = aligned(at + length)
  }
  return Number.isFinite(last) ? new Date(last) : null
}

/** The records of a segment without the headers of its pages; `first`: where the first begins that is not the rest of one. */
function recordsOf(segment: Buffer): { records: Buffer; first: number } {
  const parts: Buffer[] = []
  for (let at = 0; at + PAGE <= segment.length && segment.readUInt16LE(at); at += PAGE)
    parts.push(segment.subarray(at + (at ? PAGE_HEADER : FIRST_PAGE_HEADER), at + PAGE))
  return { records: Buffer.concat(parts), first: parts.length ? aligned(segment.readUInt32LE(REMAINING)) : 0 }
}

const aligned = (at: number) => Math.ceil(at / 8) * 8

/** Returns when the transaction of this record ended, in milliseconds; null if it does not end one. */
function endIn(record: Buffer): number | null {
  if (record[MANAGER] !== TRANSACTIONS || !ENDS.includes((record[INFO] ?? 0) & KIND)) return null
  let at = RECORD_HEADER
  while (record[at] === ORIGIN || record[at] === TOP_LEVEL) at += record[at] === ORIGIN ? 3 : 5
  const header = { [SHORT]: 2, [LONG]: 5 }[record[at] ?? 0]
  if (!header || at + header + 8 > record.length) return null
  return EPOCH_MS + Number(record.readBigInt64LE(at + header) / 1000n)
}

import { placeOf, timelineOf } from './names.ts'

/** Where a timeline begins on the way to another: `from` is the place of its first segment. */
type TimelineStart = { timeline: number; from: number }

/** A line of a history file: a timeline, and the position in WAL at which the next one left it. */
const LEFT = /^\s*(\d+)\s+([\dA-F]+)\/([\dA-F]+)/gim
const SEGMENT_BITS = 24
const SEGMENTS_OF_4_GB = 256

/**
 * The way that PostgreSQL takes to a timeline, from the first one on. Where two have a segment of one place, it reads that
 * of the newer one.
 * @param history the text of the file `<timeline>.history`; empty for a timeline that left no other
 */
export function wayTo(timeline: number, history: string): TimelineStart[] {
  const left = [...history.matchAll(LEFT)].map(([, left, high = '', low = '']) => ({
    timeline: Number(left),
    until: Number.parseInt(high, 16) * SEGMENTS_OF_4_GB + (Number.parseInt(low, 16) >>> SEGMENT_BITS),
  }))
  const all = [...left.map(({ timeline }) => timeline), timeline]
  return all.map((each, place) => ({ timeline: each, from: left[place - 1]?.until ?? 0 }))
}

/** Which timeline a way is on at the place of a segment. */
export function timelineAt(way: readonly TimelineStart[], place: number): number {
  return way.findLast(({ from }) => from <= place)?.timeline ?? way[0]?.timeline ?? 1
}

/** Whether a way passes a segment. */
export const passes = (way: readonly TimelineStart[], segment: string) =>
  timelineAt(way, placeOf(segment)) === timelineOf(segment)

import type { Refusal } from '../refusal.ts'

type LaneOptions = {
  /** how much of one key runs at once; the rest waits for its turn */
  atOnce: number
  /** how much of one key waits; what comes on top is refused */
  waiting: number
  refusal(): Refusal
}

type Lane = { running: number; line: (() => void)[] }

/** Lets only so much of one kind run at once, kind by kind: a crowd in one lane waits for itself, and for no one else. */
export function openLanes({ atOnce, waiting, refusal }: LaneOptions) {
  const lanes = new Map<string | number, Lane>()

  /** Takes a place. @returns undefined if there was one, or a promise of the next one to be free @throws the refusal */
  function enter(key: string | number): Promise<void> | undefined {
    const lane = lanes.get(key)
    if (!lane) {
      lanes.set(key, { running: 1, line: [] })
      return
    }
    if (lane.running < atOnce) {
      lane.running++
      return
    }
    if (lane.line.length >= waiting) throw refusal()
    return new Promise(resolve => lane.line.push(resolve))
  }

  /** Passes the place on to the first that waits. */
  function leave(key: string | number): void {
    const lane = lanes.get(key)
    if (!lane) return
    const next = lane.line.shift()
    if (next) next()
    else if (--lane.running === 0) lanes.delete(key)
  }

  return {
    enter,
    leave,
    async run<Result>(key: string | number, work: () => Promise<Result>): Promise<Result> {
      await enter(key)
      try {
        return await work()
      } finally {
        leave(key)
      }
    },
  }
}

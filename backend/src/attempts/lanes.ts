import type { Refusal } from '../refusal.ts'

type LaneOptions = {
  /** how much of one key runs at once; the rest waits for its turn */
  atOnce: number
  /** how much of one key waits; what comes on top is refused */
  waiting: number
  /** how long it waits at most */
  waitMs: number
  full(): Refusal
  late(): Refusal
  /** Whether an error would hit everything that waits behind it as well, one after the other. */
  isCommon?(error: unknown): boolean
}

type Waiting = { begin(): void; fail(error: unknown): void }
/** `line` is null until the first one waits: most lanes come and go without. */
type Lane = { running: number; line: Set<Waiting> | null }

/** Lets only so much of one kind run at once, kind by kind: a crowd in one lane waits for itself, and for no one else. */
export function openLanes(options: LaneOptions) {
  const lanes = new Map<string | number, Lane>()

  /**
   * Takes a place. @returns undefined if there was one, or a promise of the next one to be free, which rejects once it
   * is late @throws the refusal of a full lane
   */
  function enter(key: string | number): Promise<void> | undefined {
    const lane = lanes.get(key)
    if (lane && lane.running >= options.atOnce) {
      lane.line ??= new Set()
      if (lane.line.size >= options.waiting) throw options.full()
      return waitIn(lane.line, options)
    }
    if (lane) lane.running++
    else lanes.set(key, { running: 1, line: null })
    return undefined
  }

  /** Passes the place on to the first that waits. */
  function leave(key: string | number): void {
    const lane = lanes.get(key)
    if (!lane) return
    const next = lane.line?.values().next().value
    if (next) next.begin()
    else if (--lane.running === 0) lanes.delete(key)
  }

  return {
    enter,
    leave,
    async run<Result>(key: string | number, work: () => Promise<Result>): Promise<Result> {
      const turn = enter(key)
      if (turn) await turn
      try {
        return await work()
      } catch (error) {
        if (options.isCommon?.(error)) for (const { fail } of lanes.get(key)?.line ?? []) fail(error)
        throw error
      } finally {
        leave(key)
      }
    },
  }
}

function waitIn(line: Set<Waiting>, { waitMs, late }: LaneOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      line.delete(waiting)
    }
    const waiting: Waiting = {
      begin() {
        end()
        resolve()
      },
      fail(error) {
        end()
        reject(error)
      },
    }
    const timer = setTimeout(() => waiting.fail(late()), waitMs)
    line.add(waiting)
  })
}

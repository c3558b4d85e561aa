/** What is wrong with the trail, by ids of events. */
export type TrailFault =
  | { kind: 'changed' | 'removed' | 'inserted'; from: number; to: number }
  | { kind: 'back-dated'; id: number; at: Date; before: Date }
  | { kind: 'broken'; after: number; before: number }
  | { kind: 'seal-damaged'; from: number; to: number }
  | { kind: 'unsealed'; from: number; to: number; count: number; since: Date }
  | { kind: 'head-unknown'; hash: string }

type FaultRun = Extract<TrailFault, { from: number; kind: 'changed' | 'removed' | 'inserted' }>

/** Reports faults in their order; neighbours with the same fault are reported as one. */
export function openFaults(report: (fault: TrailFault) => void) {
  let count = 0
  let run: FaultRun | null = null
  const flush = () => {
    if (run) report(run)
    run = null
  }
  return {
    get count() {
      return count
    },
    /** One event that is changed, removed or inserted. */
    event(kind: FaultRun['kind'], id: number, to = id): void {
      count += to - id + 1
      if (run?.kind === kind && run.to === id - 1) run.to = to
      else {
        flush()
        run = { kind, from: id, to }
      }
    },
    other(fault: Exclude<TrailFault, FaultRun>): void {
      flush()
      count++
      report(fault)
    },
    flush,
  }
}

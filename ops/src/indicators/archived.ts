import { setTimeout as pause } from 'node:timers/promises'
import { windowOf } from '../archive/physical/reach/window.ts'
import type { Target } from '../environment/target.ts'
import type { Tools } from '../tools/tools.ts'
import type { ArchivedWindow } from './facts.ts'

/** The archive is asked through Docker, which may be down: figures do not wait for it. */
const PATIENCE_MS = 15_000

/** What the archive of WAL covers in any of its repositories, without the holes that are known; empty if none answers in time. Never throws. */
export async function archivedWindows(target: Target, tools: Pick<Tools, 'shell'>): Promise<ArchivedWindow[]> {
  const late = new AbortController()
  const found = await Promise.race([
    windowOf(target, tools, late.signal).catch(() => []),
    pause(PATIENCE_MS, [], { signal: late.signal, ref: false }).catch(() => []),
  ])
  late.abort()
  return found.flatMap(window => {
    const place = window.repository === 'here' ? ('here' as const) : ('elsewhere' as const)
    return 'spans' in window ? window.spans.map(span => ({ place, ...span })) : []
  })
}

import type { Home } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import type { Where } from '../procedure/procedure.ts'
import type { Tools } from '../tools/tools.ts'
import type { Survey, Verdict } from './policy.ts'
import { pruneRollbackPoints } from './prune-rollback-points.ts'
import { judgeRollbackPoints } from './rollback-points.ts'

/** Where an environment has backups of one kind: how they are judged, and how they are taken away. */
export type Place = {
  name: string
  title: string
  judged: Where
  removed: Where
  judge(home: Home, now: Date): Promise<Survey>
  /** takes away what is judged so; @returns what could not be taken away yet, and why */
  remove(verdicts: Verdict[], target: Target, tools: Tools, signal: AbortSignal): Promise<string[]>
}

export const places: readonly Place[] = [
  {
    name: 'pre-deploy',
    title: 'Points de retour',
    judged: '3.3/G',
    removed: ['3.3/H', '3.3/L'],
    judge: judgeRollbackPoints,
    remove: pruneRollbackPoints,
  },
]

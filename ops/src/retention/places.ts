import type { Store } from '../archive/stores/store.ts'
import type { Home } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import type { StepNodes } from '../procedure/procedure.ts'
import type { Tools } from '../tools/tools.ts'
import { judgeImagesElsewhere, pruneImagesElsewhere } from './images/elsewhere.ts'
import { judgeImagesHere, pruneImagesHere } from './images/here.ts'
import { judgeNightsElsewhere, pruneNightsElsewhere } from './nights/elsewhere.ts'
import { judgeNightsHere, pruneNightsHere } from './nights/here.ts'
import type { RetentionSurvey, RetentionVerdict } from './policy.ts'
import { pruneRollbackPoints } from './prune-rollback-points.ts'
import { judgeRollbackPoints } from './rollback-points.ts'

/** A place where an environment keeps backups of one kind: how they are judged, and how they are removed. */
export type RetentionPlace = {
  name: string
  title: string
  /** what is there belongs to the backups of all environments */
  shared?: true
  judged: StepNodes
  removed: StepNodes
  judge(home: Home, now: Date): Promise<RetentionSurvey>
  /** removes what is judged so; @returns what could not be removed yet, and why */
  remove(verdicts: RetentionVerdict[], target: Target, tools: Tools, signal: AbortSignal): Promise<string[]>
}

/** The places of this server. */
export const placesHere: readonly RetentionPlace[] = [
  {
    name: 'nights',
    title: 'Nuits gardées ici',
    judged: ['3.3/A', '3.3/B', '3.3/C', '3.3/D'],
    removed: ['3.3/I', '3.3/J', '3.1/AK'],
    judge: judgeNightsHere,
    remove: pruneNightsHere,
  },
  {
    name: 'pre-deploy',
    title: 'Points de retour',
    judged: '3.3/G',
    removed: ['3.3/H', '3.3/L'],
    judge: judgeRollbackPoints,
    remove: pruneRollbackPoints,
  },
  {
    name: 'images',
    title: 'Images gardées ici',
    shared: true,
    judged: '3.3/I',
    removed: ['3.3/J', '3.1/AK'],
    judge: judgeImagesHere,
    remove: pruneImagesHere,
  },
]

/** All places of an environment that sends its nights to these destinations. */
export function placesOf(stores: readonly Store[]): RetentionPlace[] {
  return [...placesHere, ...stores.map(elsewhere), ...stores.map(imagesElsewhere)]
}

function elsewhere(store: Store): RetentionPlace {
  return {
    name: store.name,
    title: `Nuits gardées chez ${store.name}`,
    judged: ['3.3/E', '3.3/F'],
    removed: ['3.3/K', '3.1/AL'],
    judge: (home, now) => judgeNightsElsewhere(store, home, now),
    remove: (verdicts, { home }, _tools, signal) => pruneNightsElsewhere(store, verdicts, home, signal),
  }
}

function imagesElsewhere(store: Store): RetentionPlace {
  return {
    name: `${store.name} images`,
    title: `Images gardées chez ${store.name}`,
    shared: true,
    judged: '3.3/K',
    removed: ['3.3/K', '3.1/AL'],
    judge: (home, now) => judgeImagesElsewhere(store, home, now),
    remove: (verdicts, { home }, { now }, signal) => pruneImagesElsewhere(store, verdicts, home, now(), signal),
  }
}

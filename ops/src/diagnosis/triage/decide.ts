import type { DiagramNode } from '../../diagrams/diagram-nodes.ts'

/** `unknown`: there is no answer at this moment. It leads to looking further, never to going back. */
export type TriageAnswer = 'yes' | 'no' | 'unknown'

/** What the matrix 4.4 asks of a symptom, each at its node. */
export const questionNodes = {
  apiMute: '4.4/B',
  siteAnswers: '4.4/C',
  errors: '4.4/F',
  justDeployed: '4.4/G',
  dataWrong: '4.4/J',
} as const satisfies Record<string, DiagramNode>
export type TriageQuestion = keyof typeof questionNodes
export type TriageAnswers = Record<TriageQuestion, TriageAnswer>

/** What the matrix can advise, each at its node. */
const decisionNodes = {
  rollBackBackend: '4.4/D',
  rollBackAll: '4.4/E',
  undoDeployment: '4.4/H',
  readLogs: '4.4/I',
  restoreDatabase: '4.4/K',
  lookFurther: '4.4/L',
} as const satisfies Record<string, DiagramNode>
export type TriageDecision = keyof typeof decisionNodes

type Fork = { ask: TriageQuestion; yes: Fork | TriageDecision; no: Fork | TriageDecision }

const matrix: Fork = {
  ask: 'apiMute',
  yes: { ask: 'siteAnswers', yes: 'rollBackBackend', no: 'rollBackAll' },
  no: {
    ask: 'errors',
    yes: { ask: 'justDeployed', yes: 'undoDeployment', no: 'readLogs' },
    no: { ask: 'dataWrong', yes: 'restoreDatabase', no: 'lookFurther' },
  },
}

/** Where the matrix leads, the nodes on the way, and the question without an answer that stopped it, or null. */
export type TriageResult = { decision: TriageDecision; path: DiagramNode[]; stoppedAt: TriageQuestion | null }

/** Goes through the matrix 4.4, from the symptom to the decision. Only the answers on the way count. */
export function decide(answers: TriageAnswers): TriageResult {
  const path: DiagramNode[] = ['4.4/A']
  let at: Fork | TriageDecision = matrix
  while (typeof at !== 'string') {
    path.push(questionNodes[at.ask])
    const answer: TriageAnswer = answers[at.ask]
    if (answer === 'unknown') return arrive('lookFurther', path, at.ask)
    at = at[answer]
  }
  return arrive(at, path, null)
}

function arrive(decision: TriageDecision, path: DiagramNode[], stoppedAt: TriageQuestion | null): TriageResult {
  return { decision, path: [...path, decisionNodes[decision]], stoppedAt }
}

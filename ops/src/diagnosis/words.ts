import { durationWords } from '../time/duration.ts'
import { clockSecond, utcSecond } from '../time/words.ts'
import type { Diagnosis } from './diagnose.ts'
import type { Finding } from './finding.ts'
import { tookWords } from './triage/advice.ts'
import type { TriageDecision, TriageQuestion } from './triage/decide.ts'

export const decisionWords: Record<TriageDecision, string> = {
  rollBackBackend: 'Ramener le backend',
  rollBackAll: 'Tout ramener',
  undoDeployment: 'Défaire le dernier déploiement',
  readLogs: 'Lire les journaux',
  restoreDatabase: 'Ramener la base',
  lookFurther: 'Chercher encore',
}

const questionWords: Record<TriageQuestion, string> = {
  apiMute: 'L’API est-elle muette ?',
  siteAnswers: 'Le site répond-il ?',
  errors: 'Y a-t-il des erreurs 500 ?',
  justDeployed: 'Vient-on de déployer ?',
  dataWrong: 'Des données sont-elles fausses ?',
}

const answerWords = { yes: 'oui', no: 'non', unknown: 'inconnu' }

const marks: Record<Finding['state'], string> = { well: '✓', wrong: '✗', unknown: '?' }

/** A diagnosis in French, for an operator at night: what was seen, the way through the matrix, and what to type. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { environment, at, ms, findings, healthy } = diagnosis
  const head = `${environment} le ${utcSecond(at)}, regardé en ${durationWords(ms)}`
  return `${[head, '', ...findings.flatMap(findingLines), '', ...(healthy ? CALM(environment) : wayLines(diagnosis))].join('\n')}\n`
}

const CALM = (environment: string) => [
  '✓ Rien d’anormal n’est visible d’ici.',
  `  Un symptôme que quelqu’un voit pourtant : tiptop incident open ${environment} --severity P3 "ce qu’il voit"`,
]

/** The result of a diagnosis in a few French lines, what was left behind before the matrix: for a notice, and for the journal of an incident. */
export function wayLines({ leftBehind, questions, path, decision, advice }: Diagnosis): string[] {
  const asked = questions.filter(({ node }) => path.includes(node))
  const lines = asked.map(
    ({ node, question, answer, because }) =>
      `  ${node}  ${questionWords[question]} ${answerWords[answer]} : ${because}`,
  )
  const { command, does, loses, tookMs, besides } = advice
  const cost = [`     Ce qui est perdu : ${loses}.`, `     La dernière fois : ${tookWords(tookMs)}.`]
  const changes = command !== null && /^tiptop (rollback|restore) /.test(command)
  return [
    ...leftBehind.map(line => `  ! ${line}`),
    ...lines,
    `→ ${path.at(-1)}  ${decisionWords[decision]}`,
    `     ${does}`,
    ...(command ? [`     ${command}`] : []),
    ...(changes ? cost : []),
    ...besides.map(line => `  ! ${line}`),
  ]
}

function findingLines({ title, state, said, at, ms }: Finding): string[] {
  const [first = '', ...rest] = said
  const when = `${clockSecond(at)}, ${durationWords(ms)}`
  return [`  ${marks[state]} ${title.padEnd(26)} ${first} (${when})`, ...rest.map(line => `${' '.repeat(31)}${line}`)]
}

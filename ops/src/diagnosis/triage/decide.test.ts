import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { decide, questionNodes, type TriageAnswer, type TriageAnswers, type TriageQuestion } from './decide.ts'

const questions = Object.keys(questionNodes) as TriageQuestion[]
const calm: TriageAnswers = { apiMute: 'no', siteAnswers: 'yes', errors: 'no', justDeployed: 'no', dataWrong: 'no' }

/** All 243 ways in which five questions can be answered. */
function everyAnswers(): TriageAnswers[] {
  const all = questions.reduce<Partial<TriageAnswers>[]>(
    (some, question) =>
      some.flatMap(answers =>
        (['yes', 'no', 'unknown'] as TriageAnswer[]).map(answer => ({ ...answers, [question]: answer })),
      ),
    [{}],
  )
  return all as TriageAnswers[]
}

test.each<[string, Partial<TriageAnswers>, string]>([
  [
    'a mute API beside a site that answers: the backend is rolled back [4.4/A 4.4/B 4.4/C 4.4/D]',
    { apiMute: 'yes' },
    'A B C D',
  ],
  ['a mute API and a mute site: everything is rolled back [4.4/E]', { apiMute: 'yes', siteAnswers: 'no' }, 'A B C E'],
  ['errors after a deployment: it is undone [4.4/F 4.4/G 4.4/H]', { errors: 'yes', justDeployed: 'yes' }, 'A B F G H'],
  ['errors without a deployment: the journals are read [4.4/I]', { errors: 'yes' }, 'A B F G I'],
  ['wrong data without errors: the database is restored [4.4/J 4.4/K]', { dataWrong: 'yes' }, 'A B F J K'],
  ['none of these: the operator looks further [4.4/L]', {}, 'A B F J L'],
])('%s', (_title, answers, ids) => {
  const { path, stoppedAt } = decide({ ...calm, ...answers })
  expect({ path, stoppedAt }).toEqual({ path: ids.split(' ').map(id => `4.4/${id}`), stoppedAt: null })
  reached(...path)
})

test('a question on the way without an answer leads to looking further, whatever the other answers are [4.4/L]', () => {
  for (const answers of everyAnswers()) {
    const { decision, path, stoppedAt } = decide(answers)
    const asked = questions.filter(question => path.includes(questionNodes[question]))
    const unknown = asked.find(question => answers[question] === 'unknown') ?? null
    expect(stoppedAt).toBe(unknown)
    if (unknown) expect(decision).toBe('lookFurther')
  }
  reached('4.4/L')
})

test('nothing is rolled back unless every question on the way is answered, and the other questions change nothing', () => {
  for (const answers of everyAnswers()) {
    const { decision, path } = decide(answers)
    const beside = questions.filter(question => !path.includes(questionNodes[question]))
    for (const question of beside)
      for (const other of ['yes', 'no', 'unknown'] as TriageAnswer[])
        expect(decide({ ...answers, [question]: other })).toMatchObject({ decision, path })
    if (decision === 'rollBackBackend') expect(answers).toMatchObject({ apiMute: 'yes', siteAnswers: 'yes' })
    if (decision === 'rollBackAll') expect(answers).toMatchObject({ apiMute: 'yes', siteAnswers: 'no' })
    if (decision === 'undoDeployment')
      expect(answers).toMatchObject({ apiMute: 'no', errors: 'yes', justDeployed: 'yes' })
    if (decision === 'restoreDatabase') expect(answers).toMatchObject({ apiMute: 'no', errors: 'no', dataWrong: 'yes' })
  }
})

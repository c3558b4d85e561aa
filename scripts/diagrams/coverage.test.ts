import { expect, test } from 'vitest'
import { readDiagram } from '../../ops/src/diagrams/diagram.ts'
import { journeyFaults, proofsIn } from './proofs.ts'
import { coverageFaults, coveragePage } from './report.ts'

const DIAGRAM = `%% Jouer. Le reste est commentaire.
%% implemented
flowchart TD
  subgraph Client["Client"]
    A([Début])
    B{Connecté ?}
    AA[Dire « oui | non »]
  end
  A --> B
  B -->|Oui| AA
`
const playing = readDiagram('1.1-jouer', DIAGRAM)
const title = (sentence: string, nodes: string) => `test('${sentence} [${nodes}]', () => {})`

test('a diagram gives its number, its title and its steps with their wording', () => {
  expect(playing).toMatchObject({ number: '1.1', title: 'Jouer', implemented: true })
  expect([...playing.steps]).toEqual([
    ['A', 'Début'],
    ['B', 'Connecté ?'],
    ['AA', 'Dire « oui | non »'],
  ])
})

test('a title proves the nodes at its end, and nothing without them', () => {
  const text = [title("he isn\\'t known", '1.1/B 1.1/AA'), "test('plain [not a node]', () => {})"].join('\n')
  expect(proofsIn('x.test.ts', text)).toEqual([
    { file: 'x.test.ts', title: "he isn't known", nodes: ['1.1/B', '1.1/AA'] },
  ])
})

test('rows of test.each are titles too; a suite, a step and a string inside an expectation are not', () => {
  const text = `
    test.for([['a row [1.1/B]']])('%s', () => expect(text).toBe('a line of a report [1.1/B]'))
    test.only(\`here \${name} plays [1.1/B]\`, () => test.step('a step [1.1/B]', () => {}))
    describe('a suite [1.1/B]', () => {})
    test.describe('a suite [1.1/B]', () => {})`
  expect(proofsIn('x.spec.ts', text).map(({ title }) => title)).toEqual([
    'a row',
    expect.stringMatching(/^here .* plays$/),
  ])
})

test('a spec of the browser that names nodes takes its test from the journey', () => {
  const spec = (from: string, nodes: string) => `import { test } from '${from}'\n${title('plays', nodes)}`
  const faults = (from: string, nodes: string) => journeyFaults('frontend/e2e/x.spec.ts', spec(from, nodes))
  expect(faults('@playwright/test', '1.1/B')).toEqual([
    'frontend/e2e/x.spec.ts names nodes: it imports test from frontend/e2e/journey.ts, which holds it to them.',
  ])
  expect(faults('./journey.ts', '1.1/B')).toEqual([])
  expect(faults('@playwright/test', 'not a node')).toEqual([])
})

test('a step without a test and a node that no diagram has are reported', () => {
  const proofs = proofsIn('x.test.ts', title('begins', '1.1/A 1.1/B 1.1/ZZ'))
  expect(coverageFaults([playing], proofs)).toEqual([
    'x.test.ts: "begins" names 1.1/ZZ, which is in no diagram.',
    '1.1/AA has no test: end the title of the test that proves it with [1.1/AA].',
  ])
})

test('a diagram that is not implemented yet needs no test', () => {
  const later = readDiagram('1.2-remettre', DIAGRAM.replace('%% implemented\n', ''))
  expect(coverageFaults([later], [])).toEqual([])
  expect(coveragePage([later], [])).toContain('Not built yet.')
})

test('the page names the tests of each step', () => {
  const page = coveragePage([playing], proofsIn('backend/x.test.ts', title('begins', '1.1/A')))
  expect(page).toContain('| A | Début | begins ([backend/x.test.ts](../backend/x.test.ts)) |')
  expect(page).toContain('| AA | Dire « oui \\| non » |  |')
})

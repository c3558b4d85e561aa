import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandOf, readRequest } from './request.ts'

const commit = '3f2a9c1d4e5b6a7f8091a2b3c4d5e6f708192a3b'
const admitted = ['dev', 'preprod', 'main', 'essai']
const read = (line: string) => readRequest(line, admitted)
const ask = (line: string) => commandOf(read(line), '/report')

test('what Jenkins asks becomes the arguments of tiptop, a word each', () => {
  const words = (line: string) => line.split(' ')
  const order = `--commit ${commit} --cause`
  expect(ask(`plan main - ${commit} push 42 - -`)).toEqual(words(`deploy --branch main ${order} push --plan`))
  expect(ask(`deploy main - ${commit} push 42 approved breaking`)).toEqual(
    words(`deploy --branch main ${order} push --approved-by 42 --approve-breaking --report /report`),
  )
  expect(ask(`deploy essai preprod ${commit} manual 7 - -`)).toEqual(
    words(`deploy preprod --branch essai ${order} manual --report /report`),
  )
})

test.each([
  '',
  'sh',
  'plan',
  `deploy main - ${commit} push 42 -`,
  `deploy main - ${commit} push 42 - - -`,
  `deploy main - ${commit} push 42 - - `,
  ` deploy main - ${commit} push 42 - -`,
  `deploy  main - ${commit} push 42 - -`,
  `install main - ${commit} push 42 - -`,
  `rollback main - ${commit} push 42 - -`,
  `deploy feature - ${commit} push 42 - -`,
  `deploy $(id) - ${commit} push 42 - -`,
  `deploy main;id - ${commit} push 42 - -`,
  `deploy --help - ${commit} push 42 - -`,
  `deploy ../main - ${commit} push 42 - -`,
  `deploy refs/heads/main - ${commit} push 42 - -`,
  `deploy main staging ${commit} push 42 - -`,
  `deploy main - main push 42 - -`,
  `deploy main - ${commit.slice(0, 7)} push 42 - -`,
  `deploy main - ${commit.toUpperCase()} push 42 - -`,
  `deploy main - --upload-pack=touch push 42 - -`,
  `deploy main - ${commit} wind 42 - -`,
  `deploy main - ${commit} push cheffe approved -`,
  `deploy main - ${commit} push 0 approved -`,
  `deploy main - ${commit} push 42 cheffe -`,
  `deploy main - ${commit} push 42 - yes`,
  `deploy main - ${commit} push 42 - -\nid`,
  `deploy main\t- ${commit} push 42 - -`,
])('every other line is refused, and not repeated: « %s »', line => {
  expect(() => read(line)).toThrow(/^Cette demande n’est pas de celles que ce serveur accepte de Jenkins\.$/)
})

test('no line whatever gives an argument that the server did not expect', () => {
  const word = fc.oneof(
    fc.constantFrom('plan', 'deploy', ...admitted, '-', commit, 'push', '42', 'approved', 'breaking', 'prod'),
    fc.string({ maxLength: 12 }),
  )
  const known = new RegExp(
    `^(deploy|dev|preprod|prod|main|essai|push|manual|polling|42|${commit}|/report|--(branch|commit|cause|plan|approved-by|approve-breaking|report))$`,
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 6, maxLength: 9 }), words => {
      try {
        for (const argument of ask(words.join(' '))) expect(argument.replace(/^[1-9]\d*$/, '42')).toMatch(known)
      } catch (error) {
        expect((error as Error).message).toMatch(/^Cette demande/)
      }
    }),
    { numRuns: 2_000 },
  )
})

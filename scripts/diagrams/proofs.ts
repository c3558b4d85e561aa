import { nodesIn, type SyntaxNode, syntaxNodes, syntaxOf } from '../structure/syntax.ts'
import { readTitle } from './titles.ts'

const JOURNEY = 'frontend/e2e/journey.ts'

/** A test whose title ends with the nodes that it proves. */
export type Proof = { title: string; file: string; nodes: string[] }

/** The tests of this file that prove something, for example `test('an unknown code is refused [1.1/P 1.1/Q]', …)`. */
export function proofsIn(file: string, text: string): Proof[] {
  return syntaxNodes(file, text)
    .filter(isTestCall)
    .flatMap(call => titlesOf(call, text).map(readTitle))
    .filter(({ nodes }) => nodes.length)
    .map(({ sentence, nodes }) => ({ file, title: sentence, nodes }))
}

/** Why the titles of a browser's spec prove nothing: Playwright's own test passes whatever its title names. */
export function journeyFaults(file: string, text: string): string[] {
  const imports = syntaxOf(new Map([[file, text]])).get(file)?.imports ?? []
  const isHeld = imports.some(({ to, names }) => to === JOURNEY && names.includes('test'))
  return isHeld || !proofsIn(file, text).length
    ? []
    : [`${file} names nodes: it imports test from ${JOURNEY}, which holds it to them.`]
}

/** `test(…)`, and also `test.for(…)(…)` and its like; what `test.describe` and `test.step` name is no test. */
function isTestCall({ type, callee }: SyntaxNode): boolean {
  return type === 'CallExpression' && isTestFunction(callee as SyntaxNode)
}

function isTestFunction({ type, name, object, property, callee, tag }: SyntaxNode): boolean {
  if (type === 'Identifier') return name === 'test' || name === 'it'
  if (type === 'MemberExpression' && /^(describe|step)$/.test(String((property as SyntaxNode).name))) return false
  const inner = object ?? callee ?? tag
  return Boolean(inner) && isTestFunction(inner as SyntaxNode)
}

/** The title as it is written, and those that `test.each([['…', …]])('%s', …)` takes from its rows. */
function titlesOf({ arguments: given, callee }: SyntaxNode, text: string): string[] {
  const [title] = given as SyntaxNode[]
  return [...(title ? [title] : []), ...nodesIn(callee)].flatMap(({ type, value, start, end }) => {
    if (type === 'Literal') return [String(value)]
    return type === 'TemplateLiteral' ? [text.slice(start + 1, end - 1).replace(/\\(.)/g, '$1')] : []
  })
}

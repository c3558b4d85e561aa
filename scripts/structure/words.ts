import { type Fault, isTest, type Sources } from './source.ts'
import { nodesIn, type SyntaxNode, syntaxNodes } from './syntax.ts'

const MAKER = 'frontend/src/ui/language.ts'

/** Words of the site in both languages that `typeset` does not make: their French lacks its no-break spaces. */
export function wordFaults(sources: Sources): Fault[] {
  return [...sources]
    .filter(([path]) => /^frontend\/src\/.*\.tsx?$/.test(path) && path !== MAKER && !isTest(path))
    .flatMap(([path, text]) => {
      const nodes = syntaxNodes(path, text)
      const typeset = new Set(nodes.filter(isTypesetCall).flatMap(({ arguments: given }) => [...nodesIn(given)]))
      return nodes
        .filter(node => !typeset.has(node) && isBilingual(node, text))
        .map(({ start }) => ({
          path,
          sentence: `Line ${text.slice(0, start).split('\n').length} has words in both languages: make them with typeset({ fr, en }).`,
        }))
    })
}

const isTypesetCall = ({ type, callee }: SyntaxNode) =>
  type === 'CallExpression' && (callee as SyntaxNode).name === 'typeset'

/** An object with `fr` and `en`, whose French has a space between words. */
function isBilingual({ type, properties }: SyntaxNode, text: string): boolean {
  if (type !== 'ObjectExpression') return false
  const named = new Map(
    (properties as SyntaxNode[]).map(({ key, value }) => [(key as SyntaxNode | undefined)?.name, value as SyntaxNode]),
  )
  const french = named.get('fr')
  return french !== undefined && named.has('en') && [...nodesIn(french)].some(node => hasWords(node, text))
}

function hasWords({ type, start, end, shorthand }: SyntaxNode, text: string): boolean {
  if (type === 'Identifier' && !shorthand) return text.slice(start, end) === 'fr'
  return (type === 'Literal' || type === 'TemplateElement') && text.slice(start + 1, end - 1).includes(' ')
}

import type { Fault, Sources } from './source.ts'
import { nodesIn, type SyntaxNode, syntaxNodes } from './syntax.ts'

const LOADER = 'frontend/src/ui/load-part.ts'

/**
 * Parts of the site that are loaded on demand without `loadPart`: browsers fail an import again that failed once, and
 * `loadPart` knows the way out.
 */
export function partFaults(sources: Sources): Fault[] {
  return [...sources]
    .filter(([path]) => path.startsWith('frontend/src/') && /\.tsx?$/.test(path) && path !== LOADER)
    .flatMap(([path, text]) => {
      const nodes = syntaxNodes(path, text)
      const guarded = new Set(nodes.filter(callsLoadPart).flatMap(call => importsIn(call.arguments)))
      return importsIn(nodes)
        .filter(start => !guarded.has(start))
        .map(start => ({
          path,
          sentence: `Line ${text.slice(0, start).split('\n').length} imports on demand: write loadPart(() => import(…)), which knows what to do when it fails.`,
        }))
    })
}

const callsLoadPart = ({ type, callee }: SyntaxNode) =>
  type === 'CallExpression' && (callee as SyntaxNode).name === 'loadPart'

/** Where imports on demand begin in a part of a syntax tree, each once. */
function importsIn(part: unknown): number[] {
  return [...new Set([...nodesIn(part)].filter(({ type }) => type === 'ImportExpression').map(({ start }) => start))]
}

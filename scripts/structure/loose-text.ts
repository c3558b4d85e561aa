import type { Fault, Sources } from './source.ts'
import { nodesIn, type SyntaxNode, syntaxNodes } from './syntax.ts'

/**
 * Text that stands in a page beside an element that comes and goes. A browser that translates the page replaces the
 * node of such a text, and the element that comes later has no place to be put before.
 */
export function looseTextFaults(sources: Sources): Fault[] {
  return [...sources]
    .filter(([path]) => path.startsWith('frontend/src/') && path.endsWith('.tsx'))
    .flatMap(([path, text]) =>
      syntaxNodes(path, text)
        .filter(mixesTextAndElements)
        .map(({ start }) => ({
          path,
          sentence: `Line ${text.slice(0, start).split('\n').length} has text beside an element that comes and goes: put the text in an element of its own.`,
        })),
    )
}

function mixesTextAndElements({ type, children }: SyntaxNode): boolean {
  if (type !== 'JSXElement' && type !== 'JSXFragment') return false
  const parts = children as SyntaxNode[]
  return parts.some(isText) && parts.some(comesAndGoes)
}

const MAY_BE_TEXT = new Set(['Identifier', 'TemplateLiteral', 'MemberExpression', 'CallExpression'])

const inside = ({ type, expression }: SyntaxNode) =>
  type === 'JSXExpressionContainer' ? (expression as SyntaxNode) : null
const isCondition = ({ type }: SyntaxNode) => type === 'LogicalExpression' || type === 'ConditionalExpression'
const hasElement = (node: SyntaxNode) => [...nodesIn(node)].some(({ type }) => type === 'JSXElement')

function comesAndGoes(child: SyntaxNode): boolean {
  const value = inside(child)
  return value !== null && isCondition(value) && hasElement(value)
}

/** Words between the tags, or an expression that may be a string. What is named `children` holds elements. */
function isText(child: SyntaxNode): boolean {
  if (child.type === 'JSXText') return String(child.value).trim() !== ''
  const value = inside(child)
  if (!value || hasElement(value)) return false
  if (value.type === 'Literal') return String(value.value).trim() !== ''
  return MAY_BE_TEXT.has(value.type) ? value.name !== 'children' : isCondition(value)
}

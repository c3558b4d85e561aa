import { posix } from 'node:path'
import { parseAst } from 'vitest/node'
import { folderOf, isCode, type Sources } from './source.ts'

/** What the rules need to know of one file's syntax. */
export type FileSyntax = {
  imports: FileImport[]
  exports: FileExport[]
  /** lines with a spread of a literal into a literal or a call, counted from 1 */
  literalSpreads: number[]
}

type FileImport = {
  /** path from the root, or the name of a package */
  to: string
  /** erased before the program runs */
  typeOnly: boolean
  /** what is imported; `*`: everything */
  names: string[]
}

type FileExport = { name: string; isType: boolean }

/** A node of the syntax tree, as ESTree names it; `start` and `end` are places in the text. */
export type SyntaxNode = { type: string; start: number; end: number; [key: string]: unknown }

const parsed = new WeakMap<Sources, Map<string, FileSyntax>>()

/** The syntax of every code file, parsed once for all rules, by the parser that comes with Vitest. */
export function syntaxOf(sources: Sources): Map<string, FileSyntax> {
  const known = parsed.get(sources) ?? new Map(readAll(sources))
  parsed.set(sources, known)
  return known
}

function readAll(sources: Sources): [string, FileSyntax][] {
  return [...sources].filter(([path]) => isCode(path)).map(([path, text]) => [path, readSyntax(path, text)])
}

/** Every node of a file's syntax tree, from the outside in. */
export function syntaxNodes(path: string, text: string): SyntaxNode[] {
  const lang = path.endsWith('.tsx') ? 'tsx' : path.endsWith('.mjs') ? 'js' : 'ts'
  return [...nodesIn(parseAst(path.endsWith('.astro') ? frontmatterOf(text) : text, { lang }))]
}

/** The script at the head of an Astro file, between its two lines of dashes. */
function frontmatterOf(text: string): string {
  return /^---\n(.*?)\n---/s.exec(text)?.[1] ?? ''
}

function readSyntax(path: string, text: string): FileSyntax {
  const nodes = syntaxNodes(path, text)
  return {
    imports: nodes.flatMap(node => importOf(path, node)),
    exports: nodes.flatMap(exportsOf),
    literalSpreads: nodes.flatMap(spreadLiterals).map(({ start }) => text.slice(0, start).split('\n').length),
  }
}

/** The nodes of a part of a syntax tree, from the outside in. */
export function* nodesIn(value: unknown): Generator<SyntaxNode> {
  if (typeof value !== 'object' || value === null) return
  if (isNode(value)) yield value
  for (const child of Object.values(value)) yield* nodesIn(child)
}

const isNode = (value: object): value is SyntaxNode => 'type' in value && typeof value.type === 'string'
const listOf = (value: unknown) => (value ?? []) as SyntaxNode[]
const nodeOf = (value: unknown) => value as SyntaxNode
/** The name of an identifier, or of a string that stands for one. */
const nameOf = (value: unknown) => String(nodeOf(value).name ?? nodeOf(value).value)

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

/** `import … from`, `export … from`, `import()` and `import('…')` as a type. */
function importOf(path: string, node: SyntaxNode): FileImport[] {
  if (!IMPORTING.has(node.type) || !node.source || nodeOf(node.source).type !== 'Literal') return []
  const typeOnly = node.type === 'TSImportType' || [node.importKind, node.exportKind].includes('type')
  const names = node.specifiers ? listOf(node.specifiers).map(importedName) : ['*']
  return [{ to: resolveImport(path, String(nodeOf(node.source).value)), typeOnly, names }]
}

function importedName({ type, imported, local }: SyntaxNode): string {
  if (type === 'ImportSpecifier') return nameOf(imported)
  if (type === 'ExportSpecifier') return nameOf(local)
  return type === 'ImportDefaultSpecifier' ? 'default' : '*'
}

function resolveImport(from: string, name: string): string {
  if (name.startsWith('.')) return posix.join(folderOf(from), name)
  const workspace = /^@tiptop\/(\w+)\/(.+)$/.exec(name)
  return workspace ? `${workspace[1]}/src/${workspace[2]}` : name
}

function exportsOf(node: SyntaxNode): FileExport[] {
  if (node.type === 'ExportDefaultDeclaration') return [{ name: 'default', isType: false }]
  if (node.type !== 'ExportNamedDeclaration') return []
  if (!node.declaration)
    return listOf(node.specifiers).map(({ exported }) => ({ name: nameOf(exported), isType: false }))
  return declaredNames(nodeOf(node.declaration))
}

function declaredNames({ type, id, declarations }: SyntaxNode): FileExport[] {
  const isType = type === 'TSTypeAliasDeclaration' || type === 'TSInterfaceDeclaration'
  if (id) return [{ name: nameOf(id), isType }]
  return listOf(declarations)
    .flatMap(declaration => boundNames(nodeOf(declaration.id)))
    .map(name => ({ name, isType: false }))
}

/** The names that a declaration binds, also by a pattern: `const { a, b: [c] } = …` binds a and c. */
function boundNames(pattern: SyntaxNode): string[] {
  if (pattern.type === 'Identifier') return [nameOf(pattern)]
  const inside = [...listOf(pattern.properties), ...listOf(pattern.elements)].filter(Boolean)
  const next = [pattern.value, pattern.argument, pattern.left].filter(Boolean).map(nodeOf)
  return [...inside, ...next].flatMap(boundNames)
}

const LITERAL_INTO: Record<string, [field: string, literal: string]> = {
  ObjectExpression: ['properties', 'ObjectExpression'],
  ArrayExpression: ['elements', 'ArrayExpression'],
  CallExpression: ['arguments', 'ArrayExpression'],
  NewExpression: ['arguments', 'ArrayExpression'],
  JSXOpeningElement: ['attributes', 'ObjectExpression'],
}

function spreadLiterals(node: SyntaxNode): SyntaxNode[] {
  const [field, literal] = LITERAL_INTO[node.type] ?? []
  if (!field) return []
  return listOf(node[field]).filter(part => part?.argument && /Spread/.test(part.type) && bare(part).type === literal)
}

/** What is spread, without `as const` or another type beside it. */
function bare(spread: SyntaxNode): SyntaxNode {
  const value = nodeOf(spread.argument)
  return value.expression && value.type.startsWith('TS') ? nodeOf(value.expression) : value
}

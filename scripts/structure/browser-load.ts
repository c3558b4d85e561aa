import { type Fault, isData, type Sources } from './source.ts'
import { type FileSyntax, syntaxOf } from './syntax.ts'

/** A browser never loads what draws in a package through the contract: a page imports only types from such a part. */
export function browserLoadFaults(sources: Sources): Fault[] {
  const files = syntaxOf(sources)
  const heavy = new Set(
    [...files.keys()].filter(path => path.startsWith('contract/') && drawsInPackages(path, files, new Set())),
  )
  return [...files].flatMap(([path, { imports }]) =>
    imports
      .filter(({ to, typeOnly }) => path.startsWith('frontend/src/') && !typeOnly && heavy.has(to))
      .map(({ to }) => ({
        path,
        sentence: `${to} makes every browser load its packages: import types alone from it (import type).`,
      })),
  )
}

/** Whether running this file runs a package, directly or through other files. */
function drawsInPackages(path: string, files: Map<string, FileSyntax>, seen: Set<string>): boolean {
  if (seen.has(path)) return false
  seen.add(path)
  const run = files.get(path)?.imports.filter(({ typeOnly }) => !typeOnly) ?? []
  return run.some(({ to }) => (files.has(to) ? drawsInPackages(to, files, seen) : !isData(to)))
}

import { posix } from 'node:path'
import { type Fault, folderOf, isCode, isTest, type Sources } from './source.ts'

const IMPORTS = /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const PRODUCT = /^(contract|backend|frontend|ops)\/src\//
const AROUND = /^(scripts|bench|backend\/test|frontend\/e2e|ops\/test)\//

type Import = { from: string; to: string; typeOnly: boolean }

/**
 * Directions that no import rule can see, because they depend on what the imported file is:
 * the product never runs code of tests and scripts, and a browser never loads what draws in a package through the contract.
 */
export function directionFaults(sources: Sources): Fault[] {
  const imports = [...sources]
    .filter(([path]) => isCode(path) && !isTest(path))
    .flatMap(([path, text]) => importsOf(path, text))
  return [...leavingTheProduct(imports), ...heavyForBrowsers(imports, sources)]
}

function leavingTheProduct(imports: Import[]): Fault[] {
  const leaving = imports.filter(({ from, to }) => PRODUCT.test(from) && AROUND.test(to))
  return leaving.map(({ from, to }) => ({
    path: from,
    sentence: `The product does not import ${to}: what both need belongs to the product.`,
  }))
}

function heavyForBrowsers(imports: Import[], sources: Sources): Fault[] {
  const heavy = new Set(
    [...sources.keys()].filter(path => path.startsWith('contract/') && drawsInPackages(path, sources)),
  )
  const loading = imports.filter(
    ({ from, to, typeOnly }) => from.startsWith('frontend/src/') && !typeOnly && heavy.has(to),
  )
  return loading.map(({ from, to }) => ({
    path: from,
    sentence: `${to} makes every browser load its packages: import types alone from it (import type).`,
  }))
}

/** Whether running this file runs a package from outside the house, directly or through others. */
function drawsInPackages(path: string, sources: Sources, seen = new Set<string>()): boolean {
  if (seen.has(path)) return false
  seen.add(path)
  const run = importsOf(path, sources.get(path) ?? '').filter(({ typeOnly }) => !typeOnly)
  return run.some(({ to }) => (sources.has(to) ? drawsInPackages(to, sources, seen) : true))
}

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORTS)].map(([, typeOnly, name]) => ({
    from: path,
    to: resolveImport(path, name as string),
    typeOnly: Boolean(typeOnly),
  }))
}

function resolveImport(from: string, name: string): string {
  if (name.startsWith('.')) return posix.join(folderOf(from), name)
  const workspace = /^@tiptop\/(\w+)\/(.+)$/.exec(name)
  return workspace ? `${workspace[1]}/src/${workspace[2]}` : name
}

/** Path from the root, with `/`, to the text of the file. */
export type Sources = Map<string, string>

/** What is wrong with a file or folder, and what to do. */
export type Fault = { path: string; sentence: string }

export const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path)
/** Whether the path is of what tests stand on: servers, makers, journeys. */
export const isTestSupport = (path: string) => /^(backend\/test|ops\/test|frontend\/e2e)\//.test(path)
/** Files that a program writes. */
export const GENERATED = new Set(['backend/src/database/schema.ts', 'ops/src/diagrams/diagram-nodes.ts'])
export const isCode = (path: string) => /\.(ts|tsx|mjs|astro)$/.test(path)
export const isData = (path: string) => path.endsWith('.json')

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `contract`, `backend`, `frontend`, `ops`, or the name of another folder of the root. */
export function workspaceOf(path: string): string {
  return path.split('/')[0] ?? ''
}

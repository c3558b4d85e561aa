/** Path from the root, with `/`, to the text of the file. */
export type Sources = Map<string, string>

/** What is wrong with a file or folder, and what to do. */
export type Fault = { path: string; sentence: string }

export const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path)
export const isCode = (path: string) => /\.(ts|tsx|mjs)$/.test(path)

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

import { type Fault, fileOf, folderOf, isCode, isTest, type Sources } from './source.ts'
import { type FileSyntax, syntaxOf } from './syntax.ts'

const FOLDERS = new Set(['utils', 'helpers', 'common', 'shared', 'lib', 'misc'])
const FILES = /^(index|types|constants|utils|helpers)\.(tsx?|mjs)$/
const EMPTY_NAMES = /(Service|Manager|Impl|DTO|Dto)$|^I[A-Z][a-z]/

/** Names outside the vocabulary: they say how a thing is built, or nothing, where a name should say what it is for. */
export function nameFaults(sources: Sources): Fault[] {
  const paths = [...sources.keys()].filter(isCode)
  return [
    ...paths.flatMap(folderNames),
    ...paths.flatMap(fileName),
    ...[...syntaxOf(sources)].flatMap(([path, syntax]) => exportNames(path, syntax)),
  ]
}

function folderNames(path: string): Fault[] {
  const name = folderOf(path)
    .split('/')
    .find(part => FOLDERS.has(part))
  return name
    ? [{ path, sentence: `A folder "${name}" holds anything: put the file into the folder of its feature.` }]
    : []
}

function fileName(path: string): Fault[] {
  const name = fileOf(path)
  if (FILES.test(name)) return [{ path, sentence: `"${name}" says nothing: name the file after the one thing in it.` }]
  if (!/^(\[[\w.-]+\]|[a-z\d]+(-[a-z\d]+)*)(\.[a-z-]+)*\.(tsx?|mjs|astro)$/.test(name))
    return [{ path, sentence: 'File names are lower case with dashes, as in play-ticket.ts.' }]
  return []
}

function exportNames(path: string, { exports }: FileSyntax): Fault[] {
  if (isTest(path)) return []
  const empty = exports.filter(({ name }) => EMPTY_NAMES.test(name))
  return empty.map(({ name }) => ({
    path,
    sentence: `"${name}": name it after what it is or does, without the pattern's suffix or prefix.`,
  }))
}

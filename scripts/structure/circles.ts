import { whyRefused } from './directions.ts'
import { type Fault, isTest, type Sources } from './source.ts'
import { syntaxOf } from './syntax.ts'

/** Where files may not form circles; between these folders other rules hold. */
const ROOTS = /^(contract\/src|backend\/(src|test)|frontend\/(src|e2e)|ops\/(src|test)|scripts|bench)(\/|$)/

type FileLink = { from: string; to: string }
/** Children of one folder, each a file or a folder, with one import for each pair of them. */
type Level = Map<string, Map<string, FileLink>>

/**
 * Circles, types included. In each folder its files and its folders, each folder taken as one, may not import each other
 * in a circle: what forms one cannot be read, tested or moved alone. Imports that a direction refuses are left out.
 */
export function circleFaults(sources: Sources): Fault[] {
  return [...levelsOf(sources).values()].flatMap(level => circlesIn(level).map(asFault))
}

function levelsOf(sources: Sources): Map<string, Level> {
  const levels = new Map<string, Level>()
  for (const { from, to } of linksIn(sources)) {
    const { folder, child, other } = meeting(from, to)
    if (!ROOTS.test(folder)) continue
    const level = levels.get(folder) ?? new Map()
    levels.set(folder, level.set(child, (level.get(child) ?? new Map()).set(other, { from, to })))
  }
  return levels
}

function linksIn(sources: Sources): FileLink[] {
  const files = [...syntaxOf(sources)].filter(([path]) => !isTest(path))
  return files.flatMap(([from, { imports }]) =>
    imports.filter(({ to }) => sources.has(to) && !whyRefused(from, to)).map(({ to }) => ({ from, to })),
  )
}

/** The innermost folder that holds both files, and its child on the way to each. */
function meeting(from: string, to: string): { folder: string; child: string; other: string } {
  const [parts, others] = [from.split('/'), to.split('/')]
  const depth = parts.findIndex((part, index) => part !== others[index])
  const upTo = (path: string[]) => path.slice(0, depth + 1).join('/')
  return { folder: parts.slice(0, depth).join('/'), child: upTo(parts), other: upTo(others) }
}

/** The shortest circles that have no child in common: what is left when they are mended shows then. */
function circlesIn(level: Level): FileLink[][] {
  const circles = [...level.keys()].flatMap(start => shortestCircle(start, level) ?? [])
  const shortestFirst = circles.toSorted((one, other) => one.names.length - other.names.length)
  const seen = new Set<string>()
  const apart = shortestFirst.filter(({ names }) => {
    const isApart = !names.some(name => seen.has(name))
    for (const name of names) seen.add(name)
    return isApart
  })
  return apart.map(({ links }) => links)
}

function shortestCircle(start: string, level: Level): { names: string[]; links: FileLink[] } | null {
  const ways = [{ names: [start], links: [] as FileLink[] }]
  const seen = new Set<string>()
  for (const { names, links } of ways)
    for (const [next, link] of level.get(names.at(-1) as string) ?? []) {
      if (next === start) return { names, links: [...links, link] }
      if (!seen.has(next)) ways.push({ names: [...names, next], links: [...links, link] })
      seen.add(next)
    }
  return null
}

function asFault(links: FileLink[]): Fault {
  const [first, ...others] = links.map(({ from, to }) => `${from} imports ${to}`)
  return { path: links[0]?.from ?? '', sentence: `${[`A circle: ${first}`, ...others].join(',\n  ')}.` }
}

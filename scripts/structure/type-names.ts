import { type Fault, GENERATED, isTest, isTestSupport, type Sources, workspaceOf } from './source.ts'
import { syntaxOf } from './syntax.ts'

const EMPTY_NAMES = new Set(
  'Asked At Copied Copy How Job Order Outside Part Place Said Seen Told Wanted What Where Who Work'.split(' '),
)

type ExportedType = { name: string; path: string }

/** Exported types travel: their names say what they hold in any file, and stand for one shape in a workspace. */
export function typeNameFaults(sources: Sources): Fault[] {
  const types = [...syntaxOf(sources)]
    .filter(([path]) => !isTest(path) && !isTestSupport(path) && !GENERATED.has(path))
    .flatMap(([path, { exports }]) => exports.filter(({ isType }) => isType).map(({ name }) => ({ name, path })))
  return [...types.flatMap(emptyName), ...twice(types)]
}

function emptyName({ name, path }: ExportedType): Fault[] {
  if (!EMPTY_NAMES.has(name)) return []
  return [{ path, sentence: `The type ${name} says nothing in another file: name what it holds, as in RestorePlan.` }]
}

function twice(types: ExportedType[]): Fault[] {
  const sharing = Map.groupBy(types, ({ name, path }) => `${workspaceOf(path)} ${name}`)
  return [...sharing.values()].flatMap(group =>
    group.slice(1).map(({ name, path }) => ({
      path,
      sentence: `${group[0]?.path} exports another type ${name}: one name, one shape in a workspace.`,
    })),
  )
}

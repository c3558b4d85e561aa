import { type Fault, fileOf, type Sources } from './source.ts'

const FOLDER = 'backend/migrations/'
const BREAKING = '--! breaking'
/** What the release before cannot live with. */
const BREAKS =
  /^\s*(drop (table|column|type|view)|alter table[^;]*\b(drop column|rename|set not null|alter column[^;]* type)\b)/im

/** Migrations are numbered without gap, and one that the release before cannot live with says so on its first line. */
export function migrationFaults(sources: Sources): Fault[] {
  const paths = [...sources.keys()].filter(path => path.startsWith(FOLDER) && path.endsWith('.sql')).sort()
  return paths.flatMap((path, index) => [...numbering(path, index + 1), ...firstLine(path, sources.get(path) ?? '')])
}

function numbering(path: string, number: number): Fault[] {
  const expected = String(number).padStart(4, '0')
  if (new RegExp(`^${expected}-[a-z\\d]+(-[a-z\\d]+)*\\.sql$`).test(fileOf(path))) return []
  return [{ path, sentence: `The migration at this place is named ${expected}-what-it-does.sql.` }]
}

function firstLine(path: string, text: string): Fault[] {
  const [first = '', ...rest] = text.split('\n')
  const misplaced = rest.some(line => line.startsWith('--!')) || (first.startsWith('--!') && first.trim() !== BREAKING)
  if (misplaced) return [{ path, sentence: `The one mark of a migration is "${BREAKING}", alone on line 1.` }]
  if (first.trim() === BREAKING || !BREAKS.test(text)) return []
  return [
    {
      path,
      sentence: `It takes away what the release before still uses: expand first and contract a release later, or write "${BREAKING}" on line 1.`,
    },
  ]
}

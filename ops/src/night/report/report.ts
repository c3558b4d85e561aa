import { join } from 'node:path'
import type { Backup } from '../../archive/backups.ts'
import type { Tools } from '../../tools/tools.ts'
import type { CleanedPlaces } from './notice.ts'
import { reportPage } from './report-page.ts'

/** What is told of the backup of a night, to a person as a page and to a program as JSON. Durations are milliseconds. */
export type NightReport = {
  name: string
  environment: string
  madeAt: string
  release: string | null
  /** each file with its size, and that of the backup before, which shows how it grows */
  pieces: { name: string; kind: string; bytes: number; before: number | null }[]
  bytes: { now: number; before: number | null }
  rows: { now: number; before: number | null }
  tookMs: { database: number; files: number; total: number; restore: number }
  copies: { destination: string; bytes: number; provenAt: string }[]
  /** what it had to do without */
  warnings: string[]
  cleaned: CleanedPlaces
}

type NightFacts = {
  backup: Backup
  /** those before it, the newest first */
  former: readonly Backup[]
  warnings: readonly string[]
  cleaned: CleanedPlaces
  tookMs: { database: number; files: number; total: number }
}

export function reportOf({ backup, former, warnings, cleaned, tookMs }: NightFacts): NightReport {
  const [before] = former
  const kindOf = (kind: string, place: number) => (found?: Backup) =>
    found?.pieces.filter(piece => piece.kind === kind)[place]?.bytes ?? null
  const seen = new Map<string, number>()
  const pieces = backup.pieces.map(({ name, kind, bytes }) => {
    const place = seen.get(kind) ?? 0
    seen.set(kind, place + 1)
    return { name, kind, bytes, before: kindOf(kind, place)(before) }
  })
  return {
    name: backup.name,
    environment: backup.environment,
    madeAt: backup.madeAt,
    release: backup.release?.version ?? null,
    pieces,
    bytes: { now: bytesOf(backup), before: before ? bytesOf(before) : null },
    rows: { now: rowsOf(backup), before: before ? rowsOf(before) : null },
    tookMs: { ...tookMs, restore: backup.database.proof.restoreMs },
    copies: Object.entries(backup.copies).map(([destination, { sealed, provenAt }]) => ({
      destination,
      provenAt,
      bytes: Object.values(sealed).reduce((sum, { bytes }) => sum + bytes, 0),
    })),
    warnings: [...warnings],
    cleaned,
  }
}

/** Leaves the report beside what it tells of. @returns where the page lies */
export async function leaveReport(
  report: NightReport,
  { folder }: Backup,
  { files }: Pick<Tools, 'files'>,
): Promise<string> {
  const page = join(folder, 'report.html')
  await files.write(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`, 0o600)
  await files.write(page, reportPage(report), 0o600)
  return page
}

const bytesOf = ({ pieces }: Backup) => pieces.reduce((sum, { bytes }) => sum + bytes, 0)
const rowsOf = ({ database }: Backup) => Object.values(database.tables).reduce((sum, { rows }) => sum + rows, 0)

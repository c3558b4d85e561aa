import { join } from 'node:path'
import type { Backup } from '../../archive/backups.ts'
import { writeState } from '../../state/write-state.ts'
import type { Tools } from '../../tools/tools.ts'
import type { NightReport } from './report.ts'
import { reportPage } from './report-page.ts'

/** Writes the report into the folder of its backup, as a page and as JSON. @returns the path of the page */
export async function leaveReport(
  report: NightReport,
  { folder }: Backup,
  { files }: Pick<Tools, 'files'>,
): Promise<string> {
  const page = join(folder, 'report.html')
  await writeState(join(folder, 'report.json'), report, files, 0o600)
  await files.write(page, reportPage(report), 0o600)
  return page
}

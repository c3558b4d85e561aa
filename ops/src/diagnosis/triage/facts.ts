import type { Undecided } from '../../archive/aside/undecided.ts'
import type { ArchivedUntil } from '../../archive/physical/reach/archived-until.ts'
import type { Certificate } from '../../environment/facts/certificate.ts'
import type { Home } from '../../environment/home.ts'
import type { Maintenance } from '../../release/maintenance.ts'
import type { DiskSpace } from '../../tools/free-space.ts'
import type { NewestCopy } from '../newest-copy.ts'
import type { ProbeResult } from '../probe.ts'
import type { Symptoms } from './judge.ts'

/** Everything that the probes of a diagnosis saw: the symptoms, and what else an advice needs. */
export type DiagnosisFacts = Symptoms & {
  home: Home
  now: Date
  disks: ProbeResult<DiskSpace[]>
  certificate: ProbeResult<Certificate>
  /** who closed the site; `standing` null while it is open */
  closed: ProbeResult<{ standing: Maintenance | null }>
  /** the newest copy of the database on this server, and how many plays came after it */
  copy: ProbeResult<NewestCopy | null>
  /** how far the archive goes, and whether the database in use lacks some of it */
  archive: ProbeResult<ArchivedUntil>
  /** what a reconciliation left to a person */
  undecided: ProbeResult<Undecided[]>
}

/** What to do now, in words and as one command; what it costs; and what else has to be mended. */
export type Advice = {
  /** to be typed as it is; null if there is none to give */
  command: string | null
  /** what that does, or why there is no command */
  does: string
  loses: string
  /** how long it took the last time; null if it was never done here */
  tookMs: number | null
  /** what else has to be mended, a sentence each that ends with its command */
  besides: string[]
}

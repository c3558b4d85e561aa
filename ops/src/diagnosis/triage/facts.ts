import type { Certificate } from '../../environment/facts/certificate.ts'
import type { Home } from '../../environment/home.ts'
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
  /** the newest copy of the database on this server, and how many plays came after it */
  copy: ProbeResult<NewestCopy | null>
}

import { type Undecided, undecidedWords } from '../../archive/aside/undecided.ts'
import { type Certificate, daysLeft, isDueSoon } from '../../environment/facts/certificate.ts'
import { isTight } from '../../environment/facts/disks.ts'
import type { Target } from '../../environment/target.ts'
import { type Maintenance, readMaintenance } from '../../release/maintenance.ts'
import { utcMinute } from '../../time/words.ts'
import { type DiskSpace, inBytes } from '../../tools/free-space.ts'
import { type Finding, type FindingWords, well, wrong } from '../finding.ts'

export function wordDisks(disks: DiskSpace[]): FindingWords {
  const said = disks.map(space => `${space.folder} : ${inBytes(space.free)} libres sur ${inBytes(space.total)}`)
  return disks.some(isTight) ? wrong(...said) : well(...said)
}

export function wordCertificate(certificate: Certificate, now: Date): FindingWords {
  const days = daysLeft(certificate, now)
  const day = certificate.until.slice(0, 10)
  const said = days < 0 ? `expiré depuis le ${day}` : `valable jusqu’au ${day} (${days} jours)`
  const other =
    certificate.shown === 'other' ? ['nginx en montre un autre que celui de tls/ : il n’a pas été rechargé'] : []
  return isDueSoon(certificate, now) || other.length ? wrong(said, ...other) : well(said)
}

/** Whether the contact of security.txt is still valid; a contact that is over is worse than none (RFC 9116, 2.5.5). */
function wordContact({ settings }: Target, now: Date): FindingWords {
  const { SECURITY_CONTACT: contact, SECURITY_EXPIRES: day } = settings
  return now < new Date(`${day}T23:59:59Z`)
    ? well(`${contact}, jusqu’au ${day}`)
    : wrong(`SECURITY_EXPIRES est passé (${day || 'vide'}) : changez-le, puis redéployez`)
}

/** Nothing where no contact is published. */
export function contactFinding(target: Target, now: Date): Finding[] {
  if (!target.settings.SECURITY_CONTACT) return []
  return [{ title: 'Le contact de sécurité', ...wordContact(target, now), at: now.toISOString(), ms: 0 }]
}

export async function readClosed({ home }: Target): Promise<{ standing: Maintenance | null }> {
  return { standing: await readMaintenance(home) }
}

export function wordClosed({ standing }: { standing: Maintenance | null }): FindingWords {
  if (!standing) return well('ouvert à tous')
  const since = standing.since ? `depuis ${utcMinute(standing.since)} ` : ''
  return wrong(`fermé ${since}par ${standing.by}${standing.reason ? ` : ${standing.reason}` : ''}`)
}

/** What no one has decided yet is no calm. */
export function wordUndecided(undecided: Undecided[]): FindingWords {
  const said = undecided.flatMap(undecidedWords)
  return said.length ? wrong(`${said.length} contradiction(s) à décider`, ...said) : well('rien à décider')
}

import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { daysLeft, isDueSoon, readCertificate } from '../../environment/facts/certificate.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'

/** The certificate on this server's disk, and whether nginx shows the same one; null: nginx shows none. */
export type CertificateHere = { until: string; shown: 'same' | 'other' | null }

/** @throws a Failure when the file is not a certificate: nginx does not start then */
export async function readCertificateHere(target: Target, signal: AbortSignal): Promise<CertificateHere> {
  const file = join(target.home.tls, 'fullchain.pem')
  const own = certificateIn(await readFile(file), file)
  const { shown } = await readCertificate(target, signal)
  return { until: own.validToDate.toISOString(), shown }
}

function certificateIn(content: Buffer, file: string): X509Certificate {
  try {
    return new X509Certificate(content)
  } catch (cause) {
    throw new Failure('damaged', `${file} n’est pas un certificat.`, {
      hint: 'Remettez celui d’une sauvegarde, ou faites tiptop certificate renew.',
      cause,
    })
  }
}

/** Until when it is good, and what a person has to do about it: only the owner of the name can prove to an authority that it is theirs. */
export function certificateWords(certificate: CertificateHere, now: Date): string {
  const days = daysLeft(certificate, now)
  const day = certificate.until.slice(0, 10)
  const good = days < 0 ? `expiré depuis le ${day}` : `valable jusqu’au ${day} (${days} jours)`
  const renew = isDueSoon(certificate, now) ? ' ; à renouveler : tiptop certificate renew, ou à la main' : ''
  const other = certificate.shown === 'other' ? ' ; nginx en montre un autre : il est rechargé' : ''
  return `certificat ${good}${other}${renew}`
}

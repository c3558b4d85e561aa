import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { Target } from '../../environment/target.ts'
import { type Maintenance, readMaintenance } from '../../release/maintenance.ts'
import { inBytes, type Space, spaceAt } from '../../tools/free-space.ts'
import type { Shell } from '../../tools/shell.ts'
import { type Worded, well, wrong } from '../finding.ts'

/** What a release stands on: disks, certificate, and whether somebody closed the site. */

const TIGHT = 0.05
const TIGHT_BYTES = 1_000_000_000
const DAY_MS = 86_400_000
/** Whoever renews by hand needs some days. */
const SOON_DAYS = 14

/** The disks of the environment, of its backups and, when it answers, of Docker. */
export async function readDisks({ home }: Target, shell: Pick<Shell, 'read'>, signal: AbortSignal): Promise<Space[]> {
  const docker = await shell.read(['docker', 'info', '--format', '{{.DockerRootDir}}'], { signal }).catch(() => '')
  const folders = [home.folder, home.backups.daily, ...(docker.startsWith('/') ? [docker] : [])]
  const spaces = folders.map(spaceAt)
  return [...new Map(spaces.map(space => [`${space.total} ${space.free}`, space])).values()]
}

export const isTight = ({ free, total }: Space) => free < Math.min(total * TIGHT, TIGHT_BYTES)

export function wordDisks(disks: Space[]): Worded {
  const said = disks.map(space => `${space.folder} : ${inBytes(space.free)} libres sur ${inBytes(space.total)}`)
  return disks.some(isTight) ? wrong(...said) : well(...said)
}

/** Until when the certificate is good, and whether nginx shows the one that lies in its folder; null: it shows none. */
export type Certificate = { until: string; shown: 'same' | 'other' | null }

export async function readCertificate({ home, settings }: Target, signal: AbortSignal): Promise<Certificate> {
  const own = new X509Certificate(await readFile(join(home.tls, 'fullchain.pem')))
  const shown = await shownBy(settings, signal).catch(() => null)
  const until = shown ? shown.validToDate : own.validToDate
  const same = shown && (shown.fingerprint256 === own.fingerprint256 ? 'same' : 'other')
  return { until: until.toISOString(), shown: same }
}

function shownBy(settings: Target['settings'], signal: AbortSignal): Promise<X509Certificate | null> {
  const { HTTP_ADDRESS, HTTPS_PORT: port, NEXT_PUBLIC_WEB_URL } = settings
  const host = HTTP_ADDRESS === '0.0.0.0' ? '127.0.0.1' : HTTP_ADDRESS
  return new Promise((resolve, reject) => {
    // It is looked at, and not believed.
    const socket = connect({ host, port, servername: new URL(NEXT_PUBLIC_WEB_URL).hostname, rejectUnauthorized: false })
    const leave = () => socket.destroy(new Error('too late'))
    signal.addEventListener('abort', leave, { once: true })
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate() ?? null)
      signal.removeEventListener('abort', leave)
      socket.destroy()
    })
  })
}

export function daysLeft({ until }: Certificate, now: Date): number {
  return Math.floor((Date.parse(until) - now.getTime()) / DAY_MS)
}

export function wordCertificate(certificate: Certificate, now: Date): Worded {
  const days = daysLeft(certificate, now)
  const day = certificate.until.slice(0, 10)
  const said = days < 0 ? `expiré depuis le ${day}` : `valable jusqu’au ${day} (${days} jours)`
  const other =
    certificate.shown === 'other' ? ['nginx en montre un autre que celui de tls/ : il n’a pas été rechargé'] : []
  return days < SOON_DAYS || other.length ? wrong(said, ...other) : well(said)
}

export async function readClosed({ home }: Target): Promise<{ standing: Maintenance | null }> {
  return { standing: await readMaintenance(home) }
}

export function wordClosed({ standing }: { standing: Maintenance | null }): Worded {
  if (!standing) return well('ouvert à tous')
  const since = standing.since ? `depuis ${standing.since.slice(0, 16).replace('T', ' ')} UTC ` : ''
  return wrong(`fermé ${since}par ${standing.by}${standing.reason ? ` : ${standing.reason}` : ''}`)
}

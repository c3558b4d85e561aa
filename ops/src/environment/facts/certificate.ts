import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { DAY_MS } from '../../time/duration.ts'
import type { Target } from '../target.ts'

/** certbot renews with thirty days left: with fewer than this it has failed for more than a week. */
export const SOON_DAYS = 21

/** The end of the certificate's validity, and whether nginx serves the file in `tls/`; null if nginx serves none. */
export type Certificate = { until: string; shown: 'same' | 'other' | null }

/** Reads the certificate that nginx serves, or that of its folder when nginx does not answer. */
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
    // It is read, not trusted.
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

/** Whole days until it expires; negative once it has. */
export function daysLeft({ until }: Pick<Certificate, 'until'>, now: Date): number {
  return Math.floor((Date.parse(until) - now.getTime()) / DAY_MS)
}

export const isDueSoon = (certificate: Pick<Certificate, 'until'>, now: Date) => daysLeft(certificate, now) < SOON_DAYS

import { request } from 'node:https'
import { text } from 'node:stream/consumers'

/** One request to a name, which this door answers for, whatever DNS says of the name. */
export type Knock = {
  url: URL
  door: { host: string; port: number }
  /** the certificates that are trusted: authorities, or a server's own */
  trusted: string[]
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | undefined
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export type Reply = { status: number; headers: Record<string, string | string[] | undefined>; body: string; ms: number }

/**
 * Asks over TLS on a connection of its own, so that the certificate is looked at each time.
 * @throws an Error in French that says whether the certificate, the connection or the time was what failed
 */
export async function knock(asked: Knock): Promise<Reply> {
  const startedAt = performance.now()
  const { url, door, timeoutMs, signal } = asked
  const stop = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
  try {
    return await exchange(asked, stop, startedAt)
  } catch (error) {
    signal?.throwIfAborted()
    const why = stop.aborted ? `pas de réponse en ${timeoutMs / 1000} s` : whyNot(error as Failure, url.hostname)
    throw new Error(`${asked.method} ${url} par ${door.host}:${door.port} : ${why}`, { cause: error })
  }
}

function exchange({ url, door, trusted, method, headers, body }: Knock, signal: AbortSignal, startedAt: number) {
  return new Promise<Reply>((resolve, reject) => {
    const outgoing = request(
      {
        ...door,
        servername: url.hostname,
        path: `${url.pathname}${url.search}`,
        method,
        headers: { host: url.host, ...headers },
        ca: trusted,
        agent: false,
        signal,
      },
      answer => {
        const { statusCode: status = 0, headers } = answer
        const whole = (body: string) => ({ status, headers, body, ms: Math.round(performance.now() - startedAt) })
        text(answer).then(whole).then(resolve, reject)
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

type Failure = Error & { code?: string; cert?: { subjectaltname?: string } }

const unknownAuthority = 'le certificat n’est signé par aucune autorité reconnue'

const reasons: Record<string, string> = {
  ECONNREFUSED: 'personne n’écoute',
  ECONNRESET: 'la connexion a été coupée',
  EPROTO: 'ce n’est pas du TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'ce n’est pas du TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'ce n’est pas du TLS',
  CERT_HAS_EXPIRED: 'le certificat a expiré',
  CERT_NOT_YET_VALID: 'le certificat n’est pas encore valable',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
}

function whyNot({ code = '', message, cert }: Failure, name: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `le certificat n’est pas pour ${name}, mais pour ${cert?.subjectaltname?.replaceAll('DNS:', '') || 'personne'}`
  return reasons[code] ?? message
}

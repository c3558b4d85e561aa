import { Agent, buildConnector, request } from 'undici'

/** One request to a web server, on a connection of its own. */
type HttpRequest = {
  url: URL
  /** where the server is, whatever DNS says of its name */
  door?: { host: string; port: number }
  /** the certificates that are trusted: authorities, or a server's own */
  trusted: string[]
  /** the certificate by which the server knows us, and its key */
  identity?: { cert: string; key: string }
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | undefined
  signal: AbortSignal
}

export type HttpAnswer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** How long a connection may take: longer than any caller waits, whose signal ends it. */
const CONNECT_MS = 60_000

/**
 * Sends one request and reads the whole answer. The certificate is verified each time: no connection or TLS session is
 * kept.
 * @throws the error of the connection, of TLS or of the signal, as undici and Node give it
 */
export async function sendOnce({ url, door, trusted, identity, signal, ...sent }: HttpRequest): Promise<HttpAnswer> {
  const agent = new Agent({ connect: connector({ ca: trusted, ...identity }, door) })
  try {
    const answer = await request(url, { ...sent, body: sent.body ?? null, signal, reset: true, dispatcher: agent })
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() }
  } finally {
    await agent.destroy()
  }
}

/** TLS asks for the name in the address, and the connection goes to the door. */
function connector(
  credentials: { ca: string[]; cert?: string; key?: string },
  door: HttpRequest['door'],
): buildConnector.connector {
  const connect = buildConnector({ ...credentials, maxCachedSessions: 0, timeout: CONNECT_MS })
  return (options, done) =>
    connect(
      door ? { ...options, hostname: door.host, port: String(door.port), servername: options.hostname } : options,
      done,
    )
}

const unknownAuthority = 'le certificat n’est signé par aucune autorité reconnue'

const reasons: Record<string, string> = {
  ECONNREFUSED: 'personne n’écoute',
  ECONNRESET: 'la connexion a été coupée',
  UND_ERR_SOCKET: 'la connexion a été coupée',
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

type ConnectionError = Error & { code?: string; cert?: { subjectaltname?: string } }

/** Why there is no answer, in French: the connection, TLS or the certificate for this name. */
export function whyNoAnswer({ code = '', message, cert }: ConnectionError, name: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `le certificat n’est pas pour ${name}, mais pour ${cert?.subjectaltname?.replaceAll('DNS:', '') || 'personne'}`
  return reasons[code] ?? message
}

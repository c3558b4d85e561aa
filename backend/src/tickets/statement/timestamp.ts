import { randomBytes } from 'node:crypto'
import { CommandRefusal } from '../../command-line/command-refusal.ts'

const PATIENCE_MS = 20_000
/** AlgorithmIdentifier of SHA-256, without the DER header: object identifier 2.16.840.1.101.3.4.2.1 and NULL. */
const SHA256 = Buffer.from('06096086480165030402010500', 'hex')

/** One DER element. Its content is shorter than 128 bytes. */
const der = (tag: number, ...content: Buffer[]) => {
  const bytes = Buffer.concat(content)
  return Buffer.concat([Buffer.of(tag, bytes.length), bytes])
}
const [INTEGER, OCTETS, SEQUENCE] = [0x02, 0x04, 0x30]
const TRUE = Buffer.of(0x01, 0x01, 0xff)

/**
 * Asks a time-stamping authority (RFC 3161) to attest that this SHA-256 digest exists. Returns its answer as
 * `openssl ts -verify -in` reads it, with the authority's certificate.
 * @throws CommandRefusal if the authority does not answer, refuses, or answers about something else
 */
export async function askTimestamp(url: string, digest: Buffer): Promise<Buffer> {
  const nonce = Buffer.from([1, ...randomBytes(8)])
  const imprint = der(SEQUENCE, der(SEQUENCE, SHA256), der(OCTETS, digest))
  const body = der(SEQUENCE, der(INTEGER, Buffer.of(1)), imprint, der(INTEGER, nonce), TRUE)
  const answer = await post(url, body)
  if (!isGranted(answer)) throw new CommandRefusal(`L’autorité d’horodatage ${url} a refusé la demande.`)
  if (!answer.includes(der(OCTETS, digest)) || !answer.includes(der(INTEGER, nonce)))
    throw new CommandRefusal(`L’autorité d’horodatage ${url} a répondu à une autre demande.`)
  return answer
}

async function post(url: string, body: Buffer): Promise<Buffer> {
  const headers = { 'content-type': 'application/timestamp-query' }
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const failed = (why: string) => new CommandRefusal(`L’autorité d’horodatage ${url} ne répond pas : ${why}.`)
  const answer = await fetch(url, { method: 'POST', headers, signal, body: new Uint8Array(body) }).catch(error => {
    throw failed(error.message)
  })
  if (!answer.ok) throw failed(`code ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** TimeStampResp begins with PKIStatusInfo, which begins with the status: 0 granted, 1 granted with changes. */
function isGranted(answer: Buffer): boolean {
  const status = contentOf(answer, contentOf(answer, 0))
  return answer[status] === INTEGER && (answer[status + 2] ?? 2) <= 1
}

/** Where the content of the DER element begins that starts here. */
function contentOf(bytes: Buffer, start: number): number {
  const length = bytes[start + 1] ?? 0
  return start + 2 + (length < 128 ? 0 : length - 128)
}

import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail as its reader gets it. Header names are in lower case. */
type ReceivedMail = { headers: Map<string, string>; subject: string; to: string; text: string; html: string }

/** A real SMTP server on localhost that keeps what it receives. */
export type TestSmtp = {
  /** for `SMTP_URL` */
  url: string
  /** received so far, the newest last */
  mails: ReceivedMail[]
  /** answers with which the next mails are refused, one mail each: 451 says later, 550 never */
  refusals: number[]
  stop(): Promise<void>
}

export async function startSmtp({ port = 0 }: { port?: number } = {}): Promise<TestSmtp> {
  const mails: ReceivedMail[] = []
  const refusals: number[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      const responseCode = refusals.shift()
      done(responseCode ? Object.assign(new Error('refused by the test'), { responseCode }) : null)
    },
    onData: (stream, _session, done) => {
      buffer(stream).then(raw => {
        mails.push(parseMail(raw.toString('latin1')))
        done()
      }, done)
    },
  })
  // A client that goes away in the middle of a conversation is its own affair.
  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return { url, mails, refusals, stop: () => new Promise(resolve => server.close(() => resolve())) }
}

/** Reads a mail of one text and one HTML part (MIME, RFC 2045 to 2047), given as one character per byte. */
function parseMail(raw: string): ReceivedMail {
  const whole = parseEntity(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(whole.headers.get('content-type') ?? '')?.[1]
  const parts = boundary ? whole.body.split(`--${boundary}`).slice(1, -1).map(parseEntity) : [whole]
  const ofType = (type: string) => parts.find(part => part.headers.get('content-type')?.startsWith(type))
  return {
    headers: whole.headers,
    subject: whole.headers.get('subject') ?? '',
    to: whole.headers.get('to') ?? '',
    text: decodeBody(ofType('text/plain')),
    html: decodeBody(ofType('text/html')),
  }
}

type Entity = { headers: Map<string, string>; body: string }

function parseEntity(raw: string): Entity {
  const [head = '', ...rest] = raw.replace(/^\r\n/, '').split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = lines.map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())] as const
  })
  return { headers: new Map(headers), body: rest.join('\r\n\r\n') }
}

function decodeBody(part: Entity | undefined): string {
  if (!part) return ''
  const encoding = part.headers.get('content-transfer-encoding')
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString()
  const body = encoding === 'quoted-printable' ? unquote(part.body.replace(/=\r\n/g, '')) : part.body
  return Buffer.from(body, 'latin1').toString().replaceAll('\r\n', '\n')
}

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=`; spaces between two encoded words are not part of the text. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : Buffer.from(unquote(word.replaceAll('_', ' ')), 'latin1').toString(),
    )
}

function unquote(text: string): string {
  return text.replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

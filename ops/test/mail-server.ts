import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/**
 * A real SMTP server on localhost that keeps what it receives as it came, one part of plain text.
 * @param refusals the answers with which the next mails are refused, one mail each: 451 says later, 550 never
 */
export async function openMailServer(refusals: number[] = []) {
  const mails: { to: string[]; head: string; subject: string; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => done(new Error(`535 the password ${password} is wrong`)),
    onMailFrom: (_address, _session, done) => {
      const responseCode = refusals.shift()
      done(responseCode ? Object.assign(new Error('refused by the test'), { responseCode }) : null)
    },
    onData: (stream, { envelope }, done) => {
      buffer(stream).then(raw => {
        const [head = '', ...body] = raw.toString().split('\r\n\r\n')
        const to = envelope.rcptTo.map(({ address }) => address)
        mails.push({ to, head, subject: subjectOf(head), text: decoded(head, body.join('\r\n\r\n')) })
        done()
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    mails,
    refusals,
    port,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

function decoded(head: string, body: string): string {
  const joined = body.replaceAll('=\r\n', '').replaceAll('\r\n', '\n').trim()
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString().trim()
  if (!/transfer-encoding: quoted-printable/i.test(head)) return joined
  return unquoted(joined)
}

/** Words of a header that are not ASCII come as `=?UTF-8?Q?…?=` (RFC 2047). */
function subjectOf(head: string): string {
  const [, subject = ''] = /^Subject: ((?:.*\r\n[ \t]+)*.*)\r$/m.exec(`${head}\r\n`) ?? []
  return subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_all, word: string) => unquoted(word.replaceAll('_', ' ')))
    .replace(/\r\n[ \t]+/g, ' ')
}

function unquoted(text: string): string {
  const bytes = text.replace(/=([\dA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

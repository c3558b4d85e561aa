import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { atTheEnd } from '../../../test/at-the-end.ts'
import { generationTools, scratchFolder, theTipTop } from '../../../test/generation.ts'
import { generateTickets } from '../generation/generate-tickets.ts'
import { publicationLines } from '../operator-words.ts'
import { publishCommitment } from './publish-commitment.ts'

const folder = await scratchFolder()
const inFolder = (name: string) => join(folder, name)
const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder })
const tools = await generationTools()
const { db } = tools.connection
const opensAt = '2099-01-05T09:00:00+01:00'
const generation = { contest: await theTipTop({ opensAt }), count: 990, canaries: 10, printFile: inFolder('codes.csv') }
const { root } = await generateTickets(tools, generation)

/** The text of each page, as it is drawn with the built-in fonts (WinAnsi). */
function textOf(pdf: Buffer): string {
  const texts: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('\nstream\n', at + 1)) {
    const start = pdf.indexOf('stream\n', at) + 7
    const content = inflated(pdf.subarray(start, pdf.indexOf('endstream', start)))
    for (const [, hex = ''] of content.matchAll(/<([\da-f]+)>/g)) texts.push(Buffer.from(hex, 'hex').toString('latin1'))
  }
  return texts.join('').replaceAll('\u0092', '’').replaceAll(/\s/g, ' ')
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream).toString('latin1')
  } catch {
    return ''
  }
}

/** A time-stamping authority: `openssl ts` behind HTTP. `answer` changes what it says. */
async function openAuthority(answer = (reply: Buffer) => reply): Promise<string> {
  const server = createServer(async (request, response) => {
    await writeFile(inFolder('query.tsq'), await buffer(request))
    await openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr')
    response.setHeader('content-type', 'application/timestamp-reply').end(answer(await readFile(inFolder('reply.tsr'))))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  atTheEnd(() => new Promise(done => server.close(done)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`
}

const TSA = `
[ tsa ]
default_tsa = tsa_config
[ tsa_config ]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ req ]
distinguished_name = name
x509_extensions = extensions
prompt = no
[ name ]
CN = Test authority
[ extensions ]
extendedKeyUsage = critical,timeStamping
`
await writeFile(inFolder('tsa.cnf'), TSA)
await writeFile(inFolder('serial'), '01')
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'tsa.key']
await openssl('req', '-x509', '-config', 'tsa.cnf', ...key, '-out', 'tsa.pem', '-days', '2')

test('the statement is one tagged page in French with root, tickets, opening and every prize', async () => {
  const pdf = inFolder('engagement.pdf')
  const published = await publishCommitment({ db, timestampUrl: null }, { contest: 'the-tip-top', pdf })
  const file = await readFile(pdf)
  const structure = file.toString('latin1')
  expect(structure).toMatch(/\/Count 1\b/)
  expect(structure).toContain('/Marked true')
  expect(structure).toContain('/Lang (fr-FR)')
  const text = textOf(file)
  expect(text.replaceAll(' ', '')).toContain(root)
  for (const words of [
    'Thé Tip Top',
    'ouverture le 5 janvier 2099',
    '1 000',
    'jamais imprimés : 10 tickets',
    'Infuseur à thé',
    'Coffret découverte',
  ])
    expect(text).toContain(words)
  expect(text).toContain('Horodatage :')
  expect(publicationLines(published)).toContain('Horodatage : aucun, TIMESTAMP_URL n’est pas définie.')
  expect(existsSync(inFolder('engagement.tsr'))).toBe(false)
})

test('an authority stamps the root, and openssl verifies its token against the deposited root', async () => {
  const pdf = inFolder('stamped.pdf')
  const timestampUrl = await openAuthority()
  const published = await publishCommitment({ db, timestampUrl }, { contest: 'the-tip-top', pdf })
  expect(published.timestamp).toBe(inFolder('stamped.tsr'))
  const verify = (digest: string) =>
    openssl('ts', '-verify', '-digest', digest, '-in', 'stamped.tsr', '-CAfile', 'tsa.pem')
  expect((await verify(root)).stdout + (await verify(root)).stderr).toContain('Verification: OK')
  await expect(verify('0'.repeat(64))).rejects.toThrow()
  expect(textOf(await readFile(pdf))).toContain('jeton RFC 3161 de http://127.0.0.1')
})

test('an authority that refuses, answers another question or is away leaves no file', async () => {
  const other = await readFile(inFolder('stamped.tsr'))
  const refusing = await openAuthority(() => Buffer.from('30053003020102', 'hex'))
  const confused = await openAuthority(() => other)
  const away = 'http://127.0.0.1:9/tsa'
  for (const [timestampUrl, why] of [
    [refusing, 'a refusé'],
    [confused, 'à une autre demande'],
    [away, 'ne répond pas'],
  ] as const) {
    const pdf = inFolder('refused.pdf')
    await expect(publishCommitment({ db, timestampUrl }, { contest: 'the-tip-top', pdf })).rejects.toThrow(why)
    expect(existsSync(pdf) || existsSync(inFolder('refused.tsr'))).toBe(false)
  }
})

test('a file that exists is never overwritten, and a contest without commitment has no statement', async () => {
  const pdf = inFolder('there.pdf')
  await writeFile(pdf, 'kept')
  const publish = (contest: string) => publishCommitment({ db, timestampUrl: null }, { contest, pdf })
  await expect(publish('the-tip-top')).rejects.toThrow('existe déjà')
  expect(await readFile(pdf, 'utf8')).toBe('kept')
  await expect(publish('unknown')).rejects.toThrow('n’a pas d’engagement')
})

import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { makeCertificate } from '../../certificate.ts'
import { installMissing } from '../../machine/debian.ts'
import { openBucket } from './bucket.ts'
import { Refusal } from './refusal.ts'
import { openServiceAccount } from './service-account.ts'
import { openUploads } from './uploads.ts'

/** What becomes of a chunk; on a connection that is cut it may arrive all the same when it is sent again. */
type Fate = 'taken' | 'cut' | 'asked for again'

export type GcsServer = Awaited<ReturnType<typeof openGcsServer>>

const [ADDRESS, BUCKET] = ['127.0.0.1', 'coffre'] as const
const OBJECTS = /^(?:\/upload|\/download)?\/storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/

/**
 * Google Cloud Storage as far as rclone speaks with it: a token for who signs as its service account, and the objects of
 * one bucket by the JSON interface, over TLS with a certificate of its own. It can be away, cut off, refuse, and have what
 * it keeps tampered with. Needs closing.
 * @see https://cloud.google.com/storage/docs/json_api
 */
export async function openGcsServer() {
  await installMissing({ rclone: 'rclone' }, ['/usr/bin'])
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-gcs-'))
  await makeCertificate(folder, { names: [ADDRESS] })
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const authority = await read('fullchain.pem')
  const server = createServer({ key: await read('privkey.pem'), cert: authority }, (request, response) => {
    serve(request, response).catch(() => request.socket.destroy())
  })
  const listen = async (port: number) => void (await once(server.listen(port, ADDRESS), 'listening'))
  const stop = async () => {
    const closed = once(server.close(), 'close')
    server.closeAllConnections()
    await closed
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const base = `https://${ADDRESS}:${port}`
  const bucket = openBucket(BUCKET, base)
  const uploads = openUploads(bucket, base)
  const account = openServiceAccount(`${base}/token`)
  let fates: Fate[] = []

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '', base)
    const fate = searchParams.has('upload_id') ? fates.shift() : 'taken'
    if (fate === 'cut') return void request.socket.destroy()
    const body = await buffer(request)
    try {
      if (fate === 'asked for again')
        throw new Refusal(503, 'backendError', 'We encountered an internal error. Please try again.')
      const { content = '', headers = {} } = answerTo(request, body, pathname, searchParams)
      const isText = typeof content === 'string' || Buffer.isBuffer(content)
      response.writeHead(200, { 'Content-Type': 'application/json', ...headers })
      response.end(isText ? content : JSON.stringify(content))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      response.writeHead(error.status, { 'Content-Type': 'application/json' }).end(error.body)
    }
  }

  type Answer = { content?: unknown; headers?: Record<string, string> }
  function answerTo(request: IncomingMessage, body: Buffer, path: string, asked: URLSearchParams): Answer {
    if (path === '/token') return { content: account.giveToken(body.toString()) }
    account.expectKnown(request.headers.authorization)
    const [, named, object] = OBJECTS.exec(path) ?? []
    if (named !== BUCKET) throw new Refusal(404, 'notFound', 'The specified bucket does not exist.')
    if (path.startsWith('/upload/')) {
      const id = asked.get('upload_id')
      if (id) return uploads.goOn(id, body, request.headers)
      return asked.get('uploadType') === 'resumable' ? uploads.begin(body) : uploads.whole(body, request.headers)
    }
    if (!object) {
      const [prefix, delimiter, from] = ['prefix', 'delimiter', 'pageToken'].map(name => asked.get(name) ?? '')
      return { content: bucket.list(prefix ?? '', delimiter ?? '', from ?? '') }
    }
    const key = decodeURIComponent(object)
    if (request.method === 'DELETE') return { content: bucket.remove(key) }
    return { content: asked.get('alt') === 'media' ? bucket.content(key) : bucket.describe(key) }
  }

  const said = {
    type: 'google cloud storage',
    endpoint: `${base}/storage/v1/`,
    service_account_credentials: account.credentials,
    bucket_policy_only: true,
    no_check_bucket: true,
  }
  return {
    /** what `BACKUP_DESTINATIONS` says of it */
    destination: `rclone:gcs:${BUCKET}`,
    /** what `secrets/rclone.conf` holds */
    config: ['[gcs]', ...Object.entries(said).map(([name, value]) => `${name} = ${value}`), ''].join('\n'),
    /** what `tls/authorities.pem` holds */
    authority,
    privateKey: account.privateKey,
    bucket,
    unfinished: uploads.unfinished,
    /** what becomes of the next chunks; those after them are taken */
    chunksAre(...next: Fate[]) {
      fates = next
    },
    stop,
    start: () => listen(port),
    async close() {
      if (server.listening) await stop()
      await rm(folder, { recursive: true })
    },
  }
}

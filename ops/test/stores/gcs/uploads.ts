import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Bucket } from './bucket.ts'
import { Refusal } from './refusal.ts'

type Session = { key: string; metadata: Record<string, string>; chunks: Buffer[]; bytes: number }
type Said = { name?: string; metadata?: Record<string, string> }
type Answer = { content: unknown; headers?: Record<string, string> }

/** Each chunk but the last one is a multiple of this. */
const UNIT = 256 * 1024

/**
 * The two ways in which a stream of unknown length arrives: what is short in one request of two parts, and the rest in
 * chunks, which are an object once the last one has come.
 * @see https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
export function openUploads(bucket: Bucket, base: string) {
  const sessions = new Map<string, Session>()

  return {
    /** `uploadType=multipart` */
    whole(body: Buffer, headers: IncomingHttpHeaders): Answer {
      const [said, content] = partsOf(body, headers['content-type'] ?? '')
      const { name = '', metadata = {} } = JSON.parse(said.toString()) as Said
      return { content: bucket.insert(name, content, metadata) }
    },
    /** `uploadType=resumable`, the first request */
    begin(body: Buffer): Answer {
      const { name = '', metadata = {} } = JSON.parse(body.toString()) as Said
      bucket.expectInsertable(name)
      const id = randomUUID()
      sessions.set(id, { key: name, metadata, chunks: [], bytes: 0 })
      const Location = `${base}/upload/storage/v1/b/${bucket.name}/o?uploadType=resumable&upload_id=${id}`
      return { content: '', headers: { Location } }
    },
    /** `uploadType=resumable`, each further one */
    goOn(id: string, body: Buffer, asked: IncomingHttpHeaders): Answer {
      const session = sessions.get(id)
      if (!session) throw new Refusal(404, 'notFound', 'No such upload.')
      const [, first = '', total = '*'] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(asked['content-range'] ?? '') ?? []
      if (body.length) add(session, Number(first), body, total !== '*')
      if (total !== '*' && session.bytes === Number(total)) {
        sessions.delete(id)
        return { content: bucket.insert(session.key, Buffer.concat(session.chunks), session.metadata) }
      }
      const headers: Record<string, string> = { 'X-Http-Status-Code-Override': '308' }
      if (session.bytes) headers.Range = `bytes=0-${session.bytes - 1}`
      return { content: '', headers }
    },
    /** what began and is no object */
    unfinished: () => [...sessions.values()].map(({ key }) => key),
  }
}

function add(session: Session, first: number, body: Buffer, isLast: boolean): void {
  // What is there already comes again when the answer to it was lost.
  const isNew = body.subarray(session.bytes - first)
  if (first > session.bytes || (!isLast && body.length % UNIT !== 0))
    throw new Refusal(400, 'badRequest', `Invalid request: ${first} after ${session.bytes}, ${body.length} bytes`)
  session.chunks.push(isNew)
  session.bytes += isNew.length
}

/** The two parts of `multipart/related` (RFC 2387): what an object is called, and its content. */
function partsOf(body: Buffer, type: string): [Buffer, Buffer] {
  const [, boundary = ''] = /boundary="?([^";]+)"?/.exec(type) ?? []
  const parts: Buffer[] = []
  let from = body.indexOf(`--${boundary}`)
  for (;;) {
    const start = body.indexOf('\r\n\r\n', from) + 4
    const end = body.indexOf(`\r\n--${boundary}`, start)
    if (start < 4 || end < 0) break
    parts.push(body.subarray(start, end))
    from = end + 2
  }
  const [said, content] = parts
  if (!said || !content) throw new Refusal(400, 'badRequest', 'A multipart upload has two parts.')
  return [said, content]
}

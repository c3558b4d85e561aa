import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectRetentionCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { DAY_MS } from '../../time/duration.ts'
import { s3Fault } from './s3-faults.ts'
import { RemovalDenied, type Store, type StoredObject } from './store.ts'

type S3Bucket = {
  bucket: string
  region: string
  /** of another provider than Amazon; the empty text for Amazon */
  endpoint: string
  /** how many days what was sent stays locked; 0 for a store without locks */
  lockDays: number
  key: { accessKeyId: string; secretAccessKey: string }
  /** certificates of the authorities that are trusted */
  trusted: string[]
  now(): Date
}

/** A stream has no length: parts of this size, two of them in memory, reach 150 GB in the 10 000 that S3 allows. */
const PART_BYTES = 16 * 1024 * 1024
const PARTS_AT_ONCE = 2

/** Storage that speaks S3. No one can lift its locks before their time, not even the owner of the account. */
export function s3Store(place: S3Bucket): Store {
  const { bucket: Bucket, lockDays, now } = place
  const client = openClient(place)
  const name = `s3:${Bucket}`
  const told = (error: unknown, key: string): never => {
    throw s3Fault(error, { name, key })
  }
  const until = () => new Date(now().getTime() + lockDays * DAY_MS)
  const hold = async (Key: string) => {
    if (!lockDays) return
    const Retention = { Mode: 'COMPLIANCE' as const, RetainUntilDate: until() }
    await client.send(new PutObjectRetentionCommand({ Bucket, Key, Retention })).catch(error => told(error, Key))
  }
  return {
    name,
    kind: 'storage',
    async put(Key, from, signal) {
      await upload(client, { Bucket, Key, Body: from }, signal).catch(error => {
        signal?.throwIfAborted()
        told(error, Key)
      })
      // A lock that is asked for by the upload itself needs its MD5 at some storages, and is forgotten by others.
      await hold(Key)
    },
    async get(Key, signal) {
      const asked = new GetObjectCommand({ Bucket, Key })
      const { Body } = await client.send(asked, { abortSignal: signal }).catch(error => told(error, Key))
      return Body as Readable
    },
    list: prefix => listAll(client, Bucket, prefix).catch(error => told(error, prefix)),
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key })).catch(error => {
        if ([403, 405].includes(error?.$metadata?.httpStatusCode))
          throw new RemovalDenied(`${name} ne laisse pas supprimer ${Key}.`)
        told(error, Key)
      })
    },
    hold,
  }
}

function openClient({ endpoint, region, key, trusted }: S3Bucket): S3Client {
  return new S3Client({
    region,
    credentials: key,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    maxAttempts: 3,
    // A request with this header goes out by an agent of the library's own, which trusts none of our authorities.
    expectContinueHeader: false,
    requestHandler: { connectionTimeout: 15_000, socketTimeout: 60_000, httpsAgent: { ca: trusted, keepAlive: true } },
  })
}

async function listAll(client: S3Client, Bucket: string, Prefix: string): Promise<StoredObject[]> {
  const found: StoredObject[] = []
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
    for (const { Key = '', Size = 0, LastModified } of Contents)
      found.push({ key: Key, bytes: Size, at: LastModified?.toISOString() ?? '' })
  return found
}

type UploadParams = ConstructorParameters<typeof Upload>[0]['params'] & { Body: Readable }

/** What breaks off leaves no parts behind. */
async function upload(client: S3Client, params: UploadParams, signal?: AbortSignal): Promise<void> {
  const sending = new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE })
  // Its own way of stopping answers before it has cleaned up; a source that fails is cleaned up after.
  const stop = () => void params.Body.destroy(signal?.reason)
  signal?.addEventListener('abort', stop)
  try {
    signal?.throwIfAborted()
    await sending.done()
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { makeCertificate } from '../certificate.ts'
import { run } from '../machine/run.ts'

export type S3Server = Awaited<ReturnType<typeof openS3Server>>

const REGION = 'eu-west-3'
const IMAGE = 'tiptop-test/s3'
const [BUCKET, KEY] = ['sauvegardes', 'TIPTOPACCESS:que-personne-ne-doit-lire'] as const

/**
 * Behind TLS, as every storage is. A file in `flags/` makes it refuse a method, for what pgBackRest keeps that
 * of `physical-` and the method. A bundle, of which pgBackRest asks for a thousand parts, is kept for a minute: no test
 * tampers with one.
 */
const NGINX = `events {}
http {
  client_max_body_size 0;
  access_log off;
  proxy_cache_path /tmp/bundles keys_zone=bundles:1m;
  server {
    listen 443 ssl;
    ssl_certificate /tls/fullchain.pem;
    ssl_certificate_key /tls/privkey.pem;
    proxy_http_version 1.1;
    proxy_request_buffering off;
    proxy_buffering off;
    proxy_set_header Host $http_host;
    location / {
      default_type application/xml;
      if (-f /flags/$request_method) { return 403 '<Error><Code>AccessDenied</Code><Message>no</Message></Error>'; }
      proxy_pass http://127.0.0.1:5000;
    }
    location ~ ^/[^/]+/physical/.*/bundle/ {
      default_type application/xml;
      if (-f /flags/physical-$request_method) { return 403 '<Error><Code>AccessDenied</Code></Error>'; }
      proxy_buffering on;
      proxy_cache bundles;
      proxy_cache_valid 200 1m;
      proxy_force_ranges on;
      proxy_pass http://127.0.0.1:5000;
    }
    location ~ ^/[^/]+/physical/ {
      default_type application/xml;
      if (-f /flags/physical-$request_method) { return 403 '<Error><Code>AccessDenied</Code></Error>'; }
      proxy_pass http://127.0.0.1:5000;
    }
  }
}
`

/**
 * Storage that speaks S3 over TLS, with a bucket whose objects can be locked, and a certificate of its own. It can be
 * away, refuse, and have what it keeps tampered with. Needs closing.
 */
export async function openS3Server() {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-s3-'))
  const [tls, flags] = [join(folder, 'tls'), join(folder, 'flags')]
  for (const made of [tls, flags]) await mkdir(made)
  const address = await hostGateway()
  await makeCertificate(tls, { names: [address] })
  await writeFile(join(folder, 'nginx.conf'), NGINX)
  const name = `tiptop-test-s3-${randomBytes(3).toString('hex')}`
  const begin = (...words: string[]) => run(['docker', 'run', '--detach', ...words])
  await begin('--name', name, '--publish', `${address}::443`, IMAGE)
  const mounts = [`${tls}:/tls:ro`, `${flags}:/flags:ro`, `${folder}/nginx.conf:/etc/nginx/nginx.conf:ro`]
  const volumes = mounts.flatMap(mount => ['--volume', mount])
  await begin('--name', `${name}-door`, `--network=container:${name}`, ...volumes, 'nginx:stable')
  const port = (await run(['docker', 'port', name, '443/tcp'])).split('\n')[0]?.split(':').at(-1)
  const endpoint = `https://${address}:${port}`
  const authority = await readFile(join(tls, 'fullchain.pem'), 'utf8')
  const client = openClient(endpoint, authority)
  await client.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: true }))

  const read = async (key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }
  const write = (key: string, body: Buffer) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }))
  return {
    settings: { S3_ENDPOINT: endpoint, S3_REGION: REGION, S3_BUCKET: BUCKET },
    bucket: BUCKET,
    /** what `secrets/s3-key` holds */
    key: KEY,
    /** what `tls/authorities.pem` holds */
    authority,
    client,
    read,
    write,
    remove: (key: string) => client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key })),
    stop: () => run(['docker', 'stop', '--time=1', `${name}-door`]),
    async start() {
      await run(['docker', 'start', `${name}-door`])
      await client.send(new ListBucketsCommand({}))
    },
    refuse: (method: string) => writeFile(join(flags, method), ''),
    allow: (method: string) => rm(join(flags, method), { force: true }),
    async close() {
      client.destroy()
      await run(['docker', 'rm', '--force', '--volumes', `${name}-door`, name])
      await rm(folder, { recursive: true })
    },
  }
}

/**
 * Where the engine's containers find this machine, and this machine itself. In its first run an engine names it nowhere
 * else.
 */
async function hostGateway(): Promise<string> {
  const asked = ['--add-host=here:host-gateway', '--entrypoint=getent', IMAGE, 'ahostsv4', 'here']
  const [address] = (await run(['docker', 'run', '--rm', ...asked])).split(' ')
  if (!address) throw new Error('The engine does not say where its containers find this machine.')
  return address
}

function openClient(endpoint: string, ca: string): S3Client {
  const [accessKeyId = '', secretAccessKey = ''] = KEY.split(':')
  return new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    // The server may still be starting.
    maxAttempts: 20,
    expectContinueHeader: false,
    requestHandler: { httpsAgent: { ca } },
  })
}

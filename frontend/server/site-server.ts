import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import httpProxy from '@fastify/http-proxy'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { apiProxy } from './api-proxy.ts'
import { askGate } from './gate.ts'
import { routeOf, rowFor } from './route.ts'
import { readSite, type SiteFolder } from './site-folder.ts'
import {
  cacheOf,
  codings,
  headers,
  NO_CAMERA,
  NOT_INDEXED,
  PREPARED,
  permissionsOf,
  REVALIDATED,
  types,
} from './table.ts'

type Serving = { folder: string; site: SiteFolder; api: string }

/**
 * Opens a server, not yet listening, for the site built in `folder`, with the API at `api` under /api/. It answers as
 * nginx does in the image.
 */
export async function openSiteServer({ folder, api }: Omit<Serving, 'site'>): Promise<FastifyInstance> {
  const serving = { folder, api, site: await readSite(folder) }
  const app = fastify({
    // Room to read a first line that is too long, and to say so.
    http: { maxHeaderSize: 65_536 },
    rewriteUrl: ({ url = '' }) => withoutHost(url),
    frameworkErrors: (_error, request, reply) => void answer(serving, request, reply),
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return answer(serving, request, reply)
  })
  await app.register(httpProxy, apiProxy(api))
  return app
}

/** A request may name the whole address, as clients of a proxy do. */
function withoutHost(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?]*/i, '')
  return path === url || path.startsWith('/') ? path : `/${path}`
}

async function answer(serving: Serving, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const route = routeOf(serving.site, request.method, request.url)
  reply.headers(headersOf(serving.site, route))
  if (route.kind === 'refused') {
    if (route.status === 405) reply.header('allow', 'GET, HEAD')
    return reply.code(route.status).send()
  }
  if (route.kind === 'moved') return reply.redirect(route.target, route.status)
  if (route.kind === 'lost') return send(serving, request, reply.code(404), route.lostPage)
  if (route.space) {
    const { signIn, cookies } = await askGate(serving.api, route.space, request.url, request.headers)
    if (cookies.length) reply.header('set-cookie', cookies)
    if (signIn) return reply.redirect(signIn, 307)
  }
  return send(serving, request, reply, route.file)
}

function headersOf({ policies, isPublished }: SiteFolder, { file, lostPage }: { file: string; lostPage: string }) {
  const policy = policies.get(file || lostPage)
  return {
    ...headers,
    'permissions-policy': rowFor(permissionsOf, file)?.[1] ?? NO_CAMERA,
    'cache-control': rowFor(cacheOf, file)?.[1] ?? REVALIDATED,
    ...(!isPublished && { 'x-robots-tag': NOT_INDEXED }),
    ...(policy && { 'content-security-policy': policy }),
  }
}

/** Sends the copy of a file in the coding that the browser prefers, unless the browser has it already. */
async function send({ folder }: Serving, request: FastifyRequest, reply: FastifyReply, file: string) {
  const isPrepared = new RegExp(PREPARED).test(file)
  const accepted = request.headers['accept-encoding'] ?? ''
  const coding = isPrepared && codings.find(([pattern]) => new RegExp(pattern, 'i').test(accepted))
  const path = join(folder, 'public', file + (coding ? coding[2] : ''))
  const { size, mtimeMs } = await stat(path)
  const etag = `"${Math.floor(mtimeMs / 1_000).toString(16)}-${size.toString(16)}"`
  reply.headers({ etag, 'content-type': types[extname(file).slice(1)] })
  if (isPrepared) reply.header('vary', 'Accept-Encoding')
  if (coding) reply.header('content-encoding', coding[1])
  if (reply.statusCode === 200 && holds(request.headers['if-none-match'], etag)) return reply.code(304).send()
  reply.header('content-length', size)
  return reply.send(request.method === 'HEAD' ? undefined : createReadStream(path))
}

const holds = (held: string | undefined, etag: string) =>
  held?.split(',').some(one => ['*', etag, `W/${etag}`].includes(one.trim()))

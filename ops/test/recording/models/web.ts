import { readdir, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Web, WebAnswer } from '../../../src/tools/web.ts'
import { commitOf, expectWorking, type ServerModel } from '../server-model.ts'
import { imageOf } from './docker.ts'

type WebRequest = NonNullable<Parameters<Web['read']>[1]>

/**
 * The door of the server: nginx's flags decide who answers, and the release that runs there does. Of the application it
 * knows what the health check and the basic journeys ask.
 */
export function webModel(server: ServerModel): Web {
  const ask = async (url: string, request: WebRequest) => {
    expectWorking(server, `ask ${url}`)
    const flags = await readdir(server.home.flags)
    const passes = !request.asVisitor && flags.some(name => name.startsWith('pass-'))
    if (flags.includes('maintenance.on') && !passes) return answerOf(503, 'Le thé infuse')
    const project = server.projects.get(`${server.home.stack}-${flags.includes('green.on') ? 'green' : 'blue'}`)
    if (!project?.running) return answerOf(502, 'Bad Gateway')
    const path = new URL(url).pathname.replace(/^\/api\//, '/')
    return application(path, request, server, project.backend)
  }
  return {
    read: (url, request = {}) => ask(url, request),
    async send(url, { expect, ...request }) {
      const answer = await ask(url, { method: 'POST', ...request })
      server.changes.push(`send ${new URL(url).pathname}`)
      if (answer.status !== expect) throw new Error(`POST ${url} : ${answer.status} au lieu de ${expect}`)
      return answer
    },
  }
}

/** The name of the release that a colour's link points to; null when it points to none. */
export async function heldRelease(link: string): Promise<string | null> {
  return readlink(link).then(basename, () => null)
}

const answerOf = (status: number, body: unknown, cookies: string[] = []): WebAnswer => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  cookies,
  ms: 1,
})

function application(
  path: string,
  { method = 'GET', body, cookies = [] }: WebRequest,
  server: ServerModel,
  backend: string,
) {
  const { hash, version, release, migrations } = commitOf(server, imageOf(server, backend))
  if (path === '/health')
    return release === 'ill' ? answerOf(503, { status: 'ill' }) : health(server, { hash, version, migrations })
  const asked = (body ?? {}) as { email?: string; code?: string }
  const role = cookies.some(cookie => cookie.includes('employee')) ? 'employee' : 'player'
  const ticket = (status: string) => ({ ticket: { code: 'A2B3C4D5E6', status }, prize: { slug: 'infuser' } })
  switch (`${method} ${path}`) {
    case 'POST /auth/login': {
      const who = asked.email?.split('@')[0] ?? ''
      return answerOf(200, { role: who }, [`session=${who}`])
    }
    case 'GET /me':
      return answerOf(200, { email: `${role}@tiptop.test`, role })
    case 'POST /plays':
      return answerOf(201, ticket('pending'))
    case 'GET /me/tickets':
      return answerOf(200, { items: [ticket('pending')] })
    case 'GET /handover/tickets/A2B3C4D5E6':
      return answerOf(200, ticket('pending'))
    case 'POST /handover/tickets/A2B3C4D5E6/claim':
      return answerOf(200, ticket('claimed'))
    default:
      return answerOf(200, '<script src="/_astro/a.js"></script>')
  }
}

function health(
  server: ServerModel,
  { hash, version, migrations }: { hash: string; version: string; migrations: object },
) {
  const had = new Set(server.databases.get('tiptop')?.migrations)
  const current = Object.keys(migrations).every(name => had.has(name))
  return answerOf(200, {
    status: 'ok',
    version,
    commit: hash,
    database: 'ok',
    migrations: current ? 'current' : 'pending',
  })
}

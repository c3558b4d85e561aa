import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure } from '../failure.ts'
import type { Notice } from '../tools/notices.ts'
import { type AlertGroup, alertGroupShape, noticeOf } from './alert-group.ts'

/** Delivers a notice about an environment. @returns whether it reached anyone, and what could not be sent */
export type DeliverNotice = (
  notice: Notice,
  environment: string | undefined,
) => Promise<{ reached: boolean; unsent: string[] }>

/** Alertmanager posts some hundred bytes an alert. */
const BODY_BYTES = 1_000_000

type Answer = { status: number; said: string }

/**
 * Receives the alerts of Alertmanager at `POST /alerts` and passes each group on as one notice. It answers 204 when the
 * notice reached anyone and 502 when it reached no one, after which Alertmanager tries again.
 */
export async function openRelay(
  { host, port }: { host: string; port: number },
  deliver: DeliverNotice,
  tell: (line: string) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const { status, said } = await answer(request, deliver).catch((error: Error) => ({
      status: 500,
      said: error.message,
    }))
    if (said) tell(said)
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(said)
  })
  server.listen(port, host)
  await once(server, 'listening').catch((error: Error & { code?: string }) => {
    throw new Failure('not-ready', `Rien ne peut écouter sur ${host}:${port} (${error.code ?? error.message}).`, {
      hint: 'Un autre programme tient peut-être ce port (ss -ltnp) : --listen en choisit un autre.',
    })
  })
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeIdleConnections()
    await closed
  }
  return { url: `http://${host}:${(server.address() as AddressInfo).port}/alerts`, close }
}

async function answer(request: IncomingMessage, deliver: DeliverNotice): Promise<Answer> {
  if (request.method === 'GET' && request.url === '/health') return { status: 200, said: '' }
  if (request.method !== 'POST' || request.url !== '/alerts') return { status: 404, said: '' }
  const group = readGroup(await bodyOf(request))
  if (!group) return { status: 400, said: 'Ce n’est pas un message d’Alertmanager (format 4).' }
  const { reached, unsent } = await deliver(noticeOf(group), group.groupLabels.environment)
  return { status: reached ? 204 : 502, said: unsent.join('\n') }
}

function readGroup(body: string): AlertGroup | null {
  try {
    return alertGroupShape.parse(JSON.parse(body))
  } catch {
    return null
  }
}

/** @returns the body; the empty text when it is too long */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES) return ''
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

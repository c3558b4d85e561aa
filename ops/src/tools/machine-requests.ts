import { Failure } from '../failure.ts'
import { type HttpAnswer, sendOnce, whyNoAnswer } from './https.ts'

/** With what the machines of a cluster are asked: the authority that they trust, and a certificate of it with its key. */
export type MachineKeys = { authority: string; cert: string; key: string }

type AskMachine = (
  address: string,
  request?: { method?: 'GET' | 'POST'; body?: object; timeoutMs?: number },
) => Promise<HttpAnswer>

const LOOK_MS = 4_000

/** Asks `host:port/path` over TLS, each side showing its certificate. @throws a Failure when there is no answer */
export function asksMachines({ authority, cert, key }: MachineKeys): AskMachine {
  return (address, { method = 'GET', body, timeoutMs = LOOK_MS } = {}) => {
    const url = new URL(`https://${address}`)
    const signal = AbortSignal.timeout(timeoutMs)
    const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {}
    const sent = body && JSON.stringify(body)
    const asked = { url, trusted: [authority], identity: { cert, key }, method, headers, signal, body: sent }
    return sendOnce(asked).catch(error => {
      const why = signal.aborted ? `pas de réponse en ${timeoutMs / 1000} s` : whyNoAnswer(error, url.hostname)
      throw new Failure('unreachable', `${url.host} : ${why}`, { hint: null, cause: error })
    })
  }
}

/** @returns what JSON says; null for a text that is none */
export function jsonIn({ body }: Pick<HttpAnswer, 'body'>): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

import type { ProgramPipes } from './shell.ts'

/** Something that happened in a browser, as its DevTools protocol words it; `sessionId` names the page or worker. */
export type DevToolsEvent = { method: string; params: unknown; sessionId?: string }

/** @throws an Error with what the browser answers to a command that it refuses, and when it ends */
export type SendToBrowser = (method: string, params?: object, sessionId?: string) => Promise<unknown>

type Message = DevToolsEvent & { id?: number; result?: unknown; error?: { message: string } }

/**
 * Speaks the DevTools protocol with a browser over its pipes: JSON documents, each ended by a zero byte. What cannot be
 * read, or what `hear` throws, ends the conversation.
 */
export function openDevTools({ to, from }: ProgramPipes, hear: (event: DevToolsEvent) => void): SendToBrowser {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let [sent, begun] = [0, '']
  const receive = ({ id, result, error, ...event }: Message) => {
    if (id === undefined) return hear(event)
    const answer = waiting.get(id)
    waiting.delete(id)
    if (error) answer?.reject(new Error(error.message))
    else answer?.resolve(result)
  }
  let ended: Error | null = null
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  from.on('error', end).once('close', () => end(new Error('il s’est arrêté')))
  from.setEncoding('utf8').on('data', (part: string) => {
    const documents = (begun + part).split('\0')
    begun = documents.pop() ?? ''
    try {
      for (const document of documents) receive(JSON.parse(document))
    } catch (error) {
      from.destroy(error as Error)
    }
  })
  return async (method, params = {}, sessionId) => {
    if (ended) throw ended
    const answer = Promise.withResolvers<unknown>()
    waiting.set(++sent, answer)
    to.write(`${JSON.stringify({ id: sent, method, params, sessionId })}\0`)
    return answer.promise
  }
}

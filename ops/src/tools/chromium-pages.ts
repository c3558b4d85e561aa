import { once } from 'node:events'
import { z } from 'zod'
import { rest } from '../time/wait-until.ts'
import { type DevToolsEvent, openDevTools, type SendToBrowser } from './devtools.ts'
import type { ProgramPipes } from './shell.ts'

/** What was seen of a page: its faults, and why not all of it was seen, if so: then no fault proves nothing. */
export type PageSeen = { url: string; faults: string[]; unseen: string | null }

/** A page is at rest when so many looks in a row, so far apart, find nothing at work. */
const CALM_LOOKS = 5
const LOOK_MS = 100
const NEVER_CALM = 'elle n’est jamais au repos'

/** Whether a page is loaded and its parts run, which Astro marks until then. Answers after a turn of the page's event loop. */
const IS_READY = `new Promise(answer => setTimeout(() => answer(
  document.readyState === 'complete' && !document.querySelector('astro-island[ssr]:not([client="visible"])'))))`

const opened = z.object({ targetId: z.string() })
const attached = z.object({ sessionId: z.string() })
const navigated = z.object({ errorText: z.string().optional() })
const evaluated = z.object({ result: z.object({ value: z.unknown().optional() }) })
const thrown = z.object({
  exceptionDetails: z.object({
    exceptionId: z.number(),
    text: z.string(),
    exception: z.object({ description: z.string().optional(), value: z.unknown().optional() }).optional(),
  }),
})
const revoked = z.object({ exceptionId: z.number() })
const request = z.object({ requestId: z.string() })
const response = z.object({ type: z.string(), response: z.object({ url: z.string(), status: z.number() }) })

/** What happens in the browser while a page is open. */
type PageEvents = { faults: Map<string, string>; inFlight: Set<string> }

const noEvents = (): PageEvents => ({ faults: new Map(), inFlight: new Set() })

/** Opens pages in a browser that speaks over these pipes. */
export function openPages(pipes: ProgramPipes) {
  let events = noEvents()
  const send = openDevTools(pipes, event => {
    if (event.method === 'Target.attachedToTarget') void listen(send, attached.parse(event.params).sessionId)
    else note(events, event)
  })
  return {
    /** @param limit ends the visit of a page that never comes to rest */
    async visit(url: string, limit: AbortSignal): Promise<PageSeen> {
      // A page that keeps its browser busy does not even answer.
      const late = once(limit, 'abort').then(() => NEVER_CALM)
      events = noEvents()
      const unseen = await Promise.race([late, loadUntilAtRest(send, url, events, limit)])
      return { url, faults: [...events.faults.values()], unseen }
    },
    /** A browser that ends at once does not answer any more. */
    async close(): Promise<void> {
      await send('Browser.close').catch(() => {})
    },
  }
}

/** @returns why the page cannot be seen; null once it is at rest */
async function loadUntilAtRest(
  send: SendToBrowser,
  url: string,
  { inFlight }: PageEvents,
  limit: AbortSignal,
): Promise<string | null> {
  const { targetId } = opened.parse(await send('Target.createTarget', { url: 'about:blank' }))
  const { sessionId } = attached.parse(await send('Target.attachToTarget', { targetId, flatten: true }))
  // Before the page begins: no error of its first script is missed.
  await listen(send, sessionId)
  const { errorText } = navigated.parse(await send('Page.navigate', { url }, sessionId))
  if (errorText) return errorText
  const isCalm = async () => {
    const asked = { expression: IS_READY, awaitPromise: true, returnByValue: true }
    const answer = await send('Runtime.evaluate', asked, sessionId).catch(() => null)
    // A page that has just gone to another one does not answer.
    return evaluated.safeParse(answer).data?.result.value === true && inFlight.size === 0
  }
  for (let calm = 0; calm < CALM_LOOKS; calm = (await isCalm()) ? calm + 1 : 0) {
    if (limit.aborted) return NEVER_CALM
    await rest(LOOK_MS)
  }
  await send('Target.closeTarget', { targetId })
  return null
}

/** Hears of all that goes wrong in a page or a worker, and in the frames and workers that it opens, which wait for this. */
async function listen(send: SendToBrowser, sessionId: string): Promise<void> {
  const children = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }
  const commands = [
    send('Runtime.enable', {}, sessionId),
    send('Network.enable', {}, sessionId),
    send('Target.setAutoAttach', children, sessionId),
    send('Runtime.runIfWaitingForDebugger', {}, sessionId),
  ]
  // A worker lacks some of them, or is gone already.
  await Promise.allSettled(commands)
}

function note(events: PageEvents, { method, params, sessionId }: DevToolsEvent): void {
  const { faults, inFlight } = events
  if (method === 'Runtime.exceptionThrown') {
    const { exceptionId, text, exception } = thrown.parse(params).exceptionDetails
    const said = exception?.description ?? String(exception?.value ?? '')
    faults.set(`${sessionId} ${exceptionId}`, `${text} ${said.split('\n')[0]}`)
  }
  // A promise that was refused, and then caught after all.
  if (method === 'Runtime.exceptionRevoked') faults.delete(`${sessionId} ${revoked.parse(params).exceptionId}`)
  if (method === 'Network.requestWillBeSent') inFlight.add(request.parse(params).requestId)
  if (method === 'Network.loadingFinished' || method === 'Network.loadingFailed')
    inFlight.delete(request.parse(params).requestId)
  if (method === 'Network.responseReceived') noteResponse(faults, params)
}

/** A script that is not there throws nothing. */
function noteResponse(faults: PageEvents['faults'], params: unknown): void {
  const { type, response: came } = response.parse(params)
  if (came.status >= 400 && ['Document', 'Script'].includes(type))
    faults.set(came.url, `${came.url} répond ${came.status}`)
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transformWithOxc } from 'vite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const SITE = 'https://tiptop.test'
type Handler = (event: object) => void

/** The caches of a browser, by name, with the texts of their files. */
let stored: Map<string, Map<string, string>>
/** How the network answers: at first with the name of what was asked. */
let network: (path: string) => Promise<Response>
beforeEach(() => {
  stored = new Map()
  network = async path => new Response(`network ${path}`)
})
afterEach(() => void vi.useRealTimers())

const pathOf = (asked: string | { url: string }) =>
  new URL(typeof asked === 'string' ? asked : asked.url, SITE).pathname
const caches = {
  keys: async () => [...stored.keys()],
  delete: async (name: string) => stored.delete(name),
  match: async (asked: { url: string }) => {
    const found = [...stored.values()].find(files => files.has(pathOf(asked)))
    return found && new Response(found.get(pathOf(asked)))
  },
  open: async (name: string) => {
    const files = stored.get(name) ?? new Map<string, string>()
    stored.set(name, files)
    const match = async (path: string) => (files.has(path) ? new Response(files.get(path)) : undefined)
    const addAll = async (asked: { url: string }[]) => {
      for (const one of asked) files.set(pathOf(one), await (await network(pathOf(one))).text())
    }
    return { match, addAll }
  },
}

/** Runs the worker of a release that keeps these files, from its installation on. */
async function released(name: string, files: string[], file = 'worker.ts') {
  const handlers = new Map<string, Handler>()
  const unregister = vi.fn(async () => true)
  const worker = {
    addEventListener: (kind: string, handler: Handler) => handlers.set(kind, handler),
    location: { origin: SITE },
    skipWaiting: async () => {},
    clients: { claim: async () => {} },
    registration: { unregister },
  }
  const source = join(import.meta.dirname, file)
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source)
  const globals = {
    self: worker,
    caches,
    fetch: (asked: { url: string }) => network(pathOf(asked)),
    // That of Node knows no address of its own to which a path belongs.
    Request: class {
      url: string
      constructor(path: string) {
        this.url = SITE + path
      }
    },
    RELEASE: { name, files },
  }
  new Function(...Object.keys(globals), code)(...Object.values(globals))
  for (const kind of ['install', 'activate']) {
    let done: Promise<unknown> | undefined
    handlers.get(kind)?.({ waitUntil: (work: Promise<unknown>) => (done = work) })
    await done
  }
  /** Returns the text that the worker answers, or null if it leaves the request to the browser. */
  const ask = async (path: string, { mode = 'navigate', method = 'GET' } = {}) => {
    let answer: Promise<Response> | null = null
    const request = { url: new URL(path, SITE).href, method, mode }
    handlers.get('fetch')?.({ request, respondWith: (given: Promise<Response>) => (answer = given) })
    return answer && (await (answer as Promise<Response>)).text()
  }
  return { ask, unregister }
}

const FILES = ['/mes-gains', '/hors-ligne', '/en/hors-ligne', '/_astro/prizes.1.js']
const away = () => Promise.reject(new TypeError('Failed to fetch'))

test('online a page comes from the network, even if there is a copy of it', async () => {
  const { ask } = await released('one', FILES)
  network = async path => new Response(`newer ${path}`)
  expect(await ask('/mes-gains')).toBe('newer /mes-gains')
  network = async () => new Response('maintenance', { status: 503 })
  expect(await ask('/mes-gains')).toBe('maintenance')
})

test('offline there are the copies, and for any other page that of the house in its language', async () => {
  const { ask } = await released('one', FILES)
  network = away
  expect(await ask('/mes-gains?x=1')).toBe('network /mes-gains')
  expect(await ask('/_astro/prizes.1.js', { mode: 'cors' })).toBe('network /_astro/prizes.1.js')
  expect(await ask('/reglement')).toBe('network /hors-ligne')
  expect(await ask('/english')).toBe('network /hors-ligne')
  expect(await ask('/en')).toBe('network /en/hors-ligne')
  expect(await ask('/en/jeu')).toBe('network /en/hors-ligne')
})

test('a network that is silent for four seconds gives way to a copy; a page without one is waited for', async () => {
  const { ask } = await released('one', FILES)
  vi.useFakeTimers()
  network = path => new Promise(resolve => setTimeout(() => resolve(new Response(`late ${path}`)), 30_000))
  const [mine, rules] = [ask('/mes-gains'), ask('/reglement')]
  await vi.advanceTimersByTimeAsync(4_100)
  expect(await mine).toBe('network /mes-gains')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await rules).toBe('late /reglement')
})

test('answers of the API, changes and other sites are left to the browser', async () => {
  const { ask } = await released('one', FILES)
  expect(await ask('/api/me', { mode: 'cors' })).toBeNull()
  expect(await ask('/jeu', { method: 'POST' })).toBeNull()
  expect(await ask('https://elsewhere.test/')).toBeNull()
  await ask('/compte')
  expect([...(stored.get('tiptop-pages-one')?.keys() ?? [])]).toEqual(FILES)
})

test('a tab of the former release still finds its scripts; older ones are gone', async () => {
  await released('one', ['/_astro/prizes.1.js'])
  await released('two', ['/_astro/prizes.2.js'])
  const { ask } = await released('three', ['/_astro/prizes.3.js'])
  expect([...stored.keys()]).toEqual(['tiptop-pages-two', 'tiptop-pages-three'])
  network = away
  expect(await ask('/_astro/prizes.2.js', { mode: 'cors' })).toBe('network /_astro/prizes.2.js')
})

test('the one that retires removes itself and every copy, and answers nothing', async () => {
  await released('one', FILES)
  const { ask, unregister } = await released('two', FILES, 'retire.ts')
  expect(stored.size).toBe(0)
  expect(unregister).toHaveBeenCalledOnce()
  expect(await ask('/mes-gains')).toBeNull()
})

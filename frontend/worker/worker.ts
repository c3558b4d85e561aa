/*
 * The service worker: it opens the prizes without network, and a page of the house instead of any other. Its cache holds
 * public files of one release and no answer of the API: what is private is kept by the page itself (kept-prizes.ts).
 * Online, every page comes from the network. `worker-file.ts` writes what is declared as RELEASE in front.
 */
declare const self: ServiceWorkerGlobalScope
declare const RELEASE: { name: string; files: string[] }

const PREFIX = 'tiptop-pages-'
const CACHE = PREFIX + RELEASE.name
/** A network that answers no sooner is as good as none, where there is a copy of the page. */
const PATIENCE_MS = 4_000

self.addEventListener('install', event => event.waitUntil(store()))
self.addEventListener('activate', event => event.waitUntil(takeOver()))
self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(openPage(event, pathname))
  else if (pathname.startsWith('/_astro/')) event.respondWith(openFile(request))
})

/** Without the session: these files are the same for everyone. */
async function store(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll(RELEASE.files.map(file => new Request(file, { credentials: 'omit' })))
  await self.skipWaiting()
}

/** Tabs of the former release load its scripts from its cache, so that one stays, and older ones go. */
async function takeOver(): Promise<void> {
  const former = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(former.slice(0, -1).map(name => caches.delete(name)))
  // The browser asks for the page while this worker starts.
  await self.registration.navigationPreload?.enable()
  await self.clients.claim()
}

async function openPage(event: FetchEvent, pathname: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  const copy = await cache.match(pathname)
  const loading = load(event)
  const answer = await (copy ? Promise.race([loading, nothingAfter(PATIENCE_MS)]) : loading)
  if (answer ?? copy) return (answer ?? copy) as Response
  const offline = /^\/en(\/|$)/.test(pathname) ? '/en/hors-ligne' : '/hors-ligne'
  return (await cache.match(offline)) ?? Response.error()
}

/** Asks the network for a page. Returns undefined if there is no answer. */
async function load(event: FetchEvent): Promise<Response | undefined> {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return undefined
  }
}

/** The names of these files are hashes of their content: any copy is good. */
async function openFile(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

function nothingAfter(milliseconds: number): Promise<undefined> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}

/*
 * What takes the place of the service worker when it must go: it removes the caches and itself, and changes no page.
 * `worker-file.ts` says which of the two is built.
 */
declare const self: ServiceWorkerGlobalScope

self.addEventListener('install', event => event.waitUntil(self.skipWaiting()))
self.addEventListener('activate', event => event.waitUntil(retire()))

async function retire(): Promise<void> {
  const names = (await caches.keys()).filter(name => name.startsWith('tiptop-pages-'))
  await Promise.all(names.map(name => caches.delete(name)))
  await self.registration.unregister()
}

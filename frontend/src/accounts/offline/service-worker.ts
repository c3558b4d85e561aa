/**
 * Registers the service worker of the site, or looks for a newer one. Only for a user who is signed in: a visitor who
 * merely reads is left nothing. A browser without service workers works as before.
 */
export function registerServiceWorker(): void {
  navigator.serviceWorker?.register('/service-worker.js').catch(() => {})
}

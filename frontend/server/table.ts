import type { StaffRole } from '@tiptop/contract/staff-roles.ts'

/*
 * What the site answers to which address, once for both servers: nginx in the image (`nginx-conf.ts`) and the small
 * server of `npm start` (`serve.ts`). Patterns are those that PCRE and JavaScript read alike. Addresses are compared as
 * they were sent, never decoded: what is not listed is not found.
 */

/** Where an address moved to, by pattern; the query stays. No target begins with two slashes, so none leaves the site. */
export const moves: [pattern: string, target: string][] = [
  // French is the site's first language and has no prefix.
  ['^/fr/?$', '/'],
  ['^/fr(/[^/\\\\].*)$', '$1'],
  ['^(/[^/\\\\].*[^/])/+$', '$1'],
]

/** Pages built once for every ticket and every account: each reads from its address which one it shows. */
export const sharedPages: [pattern: string, file: string][] = ['', '/en'].flatMap(lang => [
  [`^${lang}/employe/tickets/[^/]+$`, `${lang}/employe/tickets.html`],
  [`^${lang}/admin/utilisateurs/[0-9]+$`, `${lang}/admin/utilisateurs/profil.html`],
])

/** Where an address leads for now: it may lead elsewhere later, and browsers ask each time. */
export const shortcuts: [pattern: string, target: string][] = [
  // Where password managers look: https://www.w3.org/TR/change-password-url/
  ['^/\\.well-known/change-password$', '/mot-de-passe-oublie'],
]

/** A second address of a file, where a build has it. Tools look for these below `/.well-known/`. */
export const secondAddresses: [file: string, address: string][] = [['/security.txt', '/.well-known/security.txt']]

/** The page of every address that is not found, and by pattern of the address where it is another one. */
export const LOST_PAGE = '/404.html'
export const lostPages: [pattern: string, file: string][] = [['^/en(/|$)', '/en/404.html']]

/** Files that only staff may open, by pattern: the backend says at `/gate/SPACE` who may. */
export const spaces: [pattern: string, space: StaffRole][] = [
  ['^/(en/)?employe[./]', 'employee'],
  ['^/(en/)?admin[./]', 'admin'],
  ['^/(en/)?commissaire[./]', 'bailiff'],
]

/** How long the backend may take to say who asks. */
export const GATE_SECONDS = 3

/** The headers of every answer. Each page has its own Content-Security-Policy beside them. */
export const headers = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** `X-Robots-Tag` of every answer of a site that is not the published one. */
export const NOT_INDEXED = 'noindex, nofollow'

const permissions = (camera: string) => `camera=(${camera}), geolocation=(), microphone=(), payment=(), usb=()`
export const NO_CAMERA = permissions('')
/** By pattern of the file. Only the counter reads QR codes. */
export const permissionsOf: [pattern: string, value: string][] = [['^/(en/)?employe[./]', permissions('self')]]

/** Browsers ask each time whether their copy is still good. */
export const REVALIDATED = 'no-cache'
/** By pattern of the file. The names of these are hashes of their content. */
export const cacheOf: [pattern: string, value: string][] = [
  ['^/_astro/', 'public, max-age=31536000, immutable'],
  // These answers depend on who asks.
  ...spaces.map(([pattern]): [string, string] => [pattern, 'private, no-store']),
]

/** Files that the build leaves in brotli and gzip as well, each beside the file. */
export const PREPARED = '\\.(css|html|js|json|svg|txt|webmanifest|xml)$'

const accepts = (name: string) => `(^|[ ,])${name} *(; *q=(1|0\\.0*[1-9]).*)?(,|$)`
/** What a browser accepts, by pattern of its Accept-Encoding, the smallest first. */
export const codings: [pattern: string, coding: 'br' | 'gzip', suffix: '.br' | '.gz'][] = [
  [accepts('br'), 'br', '.br'],
  [accepts('gzip'), 'gzip', '.gz'],
]

export const types: Record<string, string> = {
  avif: 'image/avif',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  // A source to be read.
  ts: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
  xml: 'application/xml',
}

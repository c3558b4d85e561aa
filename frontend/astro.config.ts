import preact from '@astrojs/preact'
import tailwindcss from '@tailwindcss/vite'
import type { AstroIntegration } from 'astro'
import { defineConfig, fontProviders } from 'astro/config'
import { plainImports } from './vite/plain-imports.ts'

const file = (path: string) => `../node_modules/@fontsource-variable/${path}.woff2`

/** Where `build.ts` wants the pages. */
const outDir = `${process.env.SITE_FOLDER || 'dist'}/public`

/** Preact, the session and the header, which every page needs: one file, which the next page finds in the cache. */
const EVERY_PAGE = [
  /\/node_modules\/preact\//,
  /\/src\/(api-\w+|site\/header\/(account-corner|nav-links|staff-links)|site\/words|accounts\/(forgotten-code|session\/(session(-over)?|known-visitor|spaces)|(tabs|offline)\/[\w-]+))\.tsx?$/,
  /\/src\/(accounts\/notices\/account-notices|ui\/(address|hydrate|hydrated|language|load-part|loaded-later|store))\.tsx?$/,
]
/** What most islands need. Left alone, each of these sources, and of those below, would be a file of its own. */
const ANY_ISLAND = /\/src\/(error-boundary|ui\/(kept-focus|location|take-focus))\.tsx?$/
/** What many pages show. */
const ISLANDS = /\/src\/ui\/(button|notice|status|forms\/form)\.tsx?$/
const ACCOUNT_FORMS = /\/src\/(accounts\/(form\/[\w-]+|words)|ui\/forms\/(field|password-field))\.tsx?$/

/** What comes once a user is signed in. */
const SIGNED_IN =
  /\/src\/(accounts\/(notices\/user-notices|session\/sign-out)|site\/header\/signed-in-[\w-]+|ui\/forms\/one-at-a-time)\.tsx?$/

/** The files that pages share. A group also takes what its sources import, unless a group above it has taken that. */
const groups = [
  { name: 'every-page', test: (id: string) => EVERY_PAGE.some(part => part.test(id)) },
  { name: 'dates', test: /\/src\/ui\/dates\.ts$/ },
  // The home page shows changing texts, but none of the islands below.
  { name: 'text', test: /\/src\/ui\/text\.tsx$/ },
  { name: 'any-island', test: ANY_ISLAND },
  { name: 'kept-code', test: /\/src\/accounts\/kept-code\.ts$/ },
  { name: 'signed-in', test: SIGNED_IN },
  { name: 'sentences', test: /\/src\/failure-sentences\.ts$/ },
  { name: 'islands', test: ISLANDS },
  { name: 'account-forms', test: ACCOUNT_FORMS },
].map((group, index, all) => ({ ...group, priority: all.length - index }))

const touched: AstroIntegration = {
  name: 'touched',
  hooks: {
    'astro:config:setup': ({ addClientDirective }) =>
      addClientDirective({ name: 'touched', entrypoint: './src/ui/touched.ts' }),
  },
}

export default defineConfig({
  site: process.env.NEXT_PUBLIC_WEB_URL || 'http://localhost:3000',
  outDir,
  integrations: [preact(), touched],
  vite: {
    plugins: [tailwindcss(), plainImports],
    resolve: { alias: { '@astrojs/preact/client.js': `${import.meta.dirname}/src/ui/hydrate.ts` } },
    build: {
      modulePreload: false,
      // `build.ts` builds the site of one language after that of the other into the same folder.
      emptyOutDir: false,
      rolldownOptions: { output: { codeSplitting: { groups } } },
    },
  },
  markdown: { syntaxHighlight: false },
  build: { format: 'file', inlineStylesheets: 'never' },
  trailingSlash: 'never',
  devToolbar: { enabled: false },
  // `server/table.ts` sends it as a header; `build.ts` takes it from each page.
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
      ],
    },
  },
  // `swap`: a slow first visit gets the fonts too. `site/looks/fonts.css` has what stands in for them until then.
  fonts: [
    {
      provider: fontProviders.local(),
      name: 'Fraunces',
      cssVariable: '--font-fraunces',
      display: 'swap',
      fallbacks: [],
      options: { variants: [{ src: [file('fraunces/files/fraunces-latin-opsz-normal')], weight: '100 900' }] },
    },
    {
      provider: fontProviders.local(),
      name: 'Figtree',
      cssVariable: '--font-figtree',
      display: 'swap',
      fallbacks: [],
      options: { variants: [{ src: [file('figtree/files/figtree-latin-wght-normal')], weight: '300 900' }] },
    },
  ],
})

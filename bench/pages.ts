import { parseArgs } from 'node:util'
import type { SignedIn } from '../frontend/e2e/people.ts'
import { openBrowser, type PageScores } from './pages/lighthouse.ts'
import { requestsPerSecond } from './pages/load.ts'
import { openSite } from './pages/site.ts'
import { report } from './report.ts'

/**
 * Measures the pages of the site with Lighthouse as on a mid-range phone, on the production build behind the real
 * nginx, beside an empty static page of the same server in the same run. Each figure is the median of three runs.
 *
 *   npm run bench:pages                         every page
 *   npm run bench:pages -- / /jeu               these pages
 *   npm run bench:pages -- --beside URL         the public pages of another site as well: a release before, say
 *
 * The machine has to be quiet: the scores of a busy one say nothing, which the empty page shows.
 */
type Measured = { path: string; as?: 'player' | 'employee' | 'admin'; least: number }

const PUBLIC = [
  '/',
  '/connexion',
  '/inscription',
  '/mot-de-passe-oublie',
  '/reglement',
  '/mentions-legales',
  '/confidentialite',
  '/cookies',
]
const STAFF = ['/admin', '/admin/utilisateurs', '/admin/tickets', '/admin/exports', '/admin/journal']
const TICKET = '/employe/tickets/CODE'

const pages: Measured[] = [
  ...PUBLIC.map(path => ({ path, least: 97 })),
  ...['/jeu', '/mes-gains', '/compte'].map(path => ({ path, as: 'player' as const, least: 95 })),
  ...['/employe', TICKET].map(path => ({ path, as: 'employee' as const, least: 90 })),
  ...STAFF.map(path => ({ path, as: 'admin' as const, least: 90 })),
]

const { values, positionals } = parseArgs({ options: { beside: { type: 'string' } }, allowPositionals: true })
const chosen = positionals.length ? pages.filter(({ path }) => positionals.includes(path)) : pages
if (!chosen.length) throw new Error(`${positionals.join(' ')}: there is ${pages.map(({ path }) => path).join(' ')}`)

const site = await openSite()
try {
  const { makePerson, makeStaff, playAll, takeCode } = await import('../frontend/e2e/people.ts')
  const people: Record<string, SignedIn> = {
    player: await makePerson(),
    employee: await makeStaff('employee'),
    admin: await makeStaff('admin'),
  }
  const code = await takeCode()
  await playAll(people.player as SignedIn, [code])

  const browser = await openBrowser()
  const rows: Record<string, PageScores> = { empty: await browser.measure(`${site.url}/empty.html`) }
  for (const { path, as } of chosen) {
    const cookie = as && people[as]?.cookie
    rows[path] = await browser.measure(site.url + path.replace('CODE', code), cookie)
    console.log(path, rows[path])
    if (values.beside && !as) rows[`${path} beside`] = await browser.measure(values.beside + path)
  }
  await browser.close()
  console.table(rows)

  const home = await requestsPerSecond(`${site.url}/`)
  const beside = values.beside ? await requestsPerSecond(`${values.beside}/`) : null
  const worst = Math.min(...chosen.map(({ path, least }) => (rows[path]?.performance ?? 0) / least))
  await report({
    name: 'pages',
    figures: {
      ...Object.fromEntries(
        Object.entries(rows).map(([path, { performance }]) => [`${path} performance`, performance]),
      ),
      'home page, requests/s': Math.round(home),
      ...(beside && { 'home page beside, requests/s': Math.round(beside) }),
    },
    ratio: worst,
    target: '≥ 1 × the performance asked of each page (97 public, 95 players’, 90 staff’s)',
    holds: worst >= 1,
  })
} finally {
  await site.close()
}

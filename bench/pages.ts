import { parseArgs } from 'node:util'
import type { SignedIn } from '../frontend/e2e/people.ts'
import { indexedPages } from '../frontend/src/site/map/site-pages.ts'
import { measurePage, type PageScores } from './pages/lighthouse.ts'
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
  '/accessibilite',
  '/plan-du-site',
]
const STAFF = [
  '/admin',
  '/admin/utilisateurs',
  '/admin/utilisateurs/ID',
  '/admin/tickets',
  '/admin/exports',
  '/admin/journal',
]

const pages: Measured[] = [
  ...PUBLIC.map(path => ({ path, least: 97 })),
  ...['/jeu', '/mes-gains', '/compte'].map(path => ({ path, as: 'player' as const, least: 95 })),
  ...['/employe', '/employe/tickets/CODE'].map(path => ({ path, as: 'employee' as const, least: 90 })),
  ...STAFF.map(path => ({ path, as: 'admin' as const, least: 90 })),
]

const { values, positionals } = parseArgs({ options: { beside: { type: 'string' } }, allowPositionals: true })
const chosen = positionals.length ? pages.filter(({ path }) => positionals.includes(path)) : pages
if (!chosen.length) throw new Error(`${positionals.join(' ')}: there is ${pages.map(({ path }) => path).join(' ')}`)

const site = await openSite()
try {
  const { askApi, makePerson, makeStaff, playAll, takeCode } = await import('../frontend/e2e/people.ts')
  const people = {
    player: await makePerson(),
    employee: await makeStaff('employee'),
    admin: await makeStaff('admin'),
  } satisfies Record<string, SignedIn>
  const code = await takeCode()
  await playAll(people.player, [code])
  const { body } = await askApi(`/admin/users?search=${encodeURIComponent(people.player.email)}`, people.admin)
  const playerId = (body as { items: { id: number }[] }).items[0]?.id
  const addressOf = (path: string) => site.url + path.replace('CODE', code).replace('ID', String(playerId))

  const rows: Record<string, PageScores> = { empty: await measurePage(`${site.url}/empty.html`) }
  for (const { path, as } of chosen) {
    rows[path] = await measurePage(addressOf(path), as && people[as].cookie)
    console.log(path, rows[path])
    if (values.beside && !as) rows[`${path} beside`] = await measurePage(values.beside + path)
  }
  console.table(rows)

  const home = await requestsPerSecond(`${site.url}/`)
  const beside = values.beside ? await requestsPerSecond(`${values.beside}/`) : null
  const worst = Math.min(...chosen.map(({ path, least }) => (rows[path]?.performance ?? 0) / least))
  const faults = chosen.flatMap(page => faultsOf(page, rows[page.path] as PageScores))
  for (const fault of faults) console.log(fault)
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
    target: '≥ 1 × the performance asked of each page (97 public, 95 players’, 90 staff’s), the other scores 100',
    holds: worst >= 1 && !faults.length,
  })
} finally {
  await site.close()
}

/** What is asked of a page besides its performance. Some pages are for no search engine. */
function faultsOf({ path }: Measured, { accessibility, bestPractices, seo, shift, strangers }: PageScores): string[] {
  const isForSearch = indexedPages.some(page => page.path === path)
  return [
    accessibility < 100 && `accessibility ${accessibility}`,
    bestPractices < 100 && `best practices ${bestPractices}`,
    isForSearch && seo < 100 && `SEO ${seo}`,
    shift > 0 && `what it shows moves by ${shift}`,
    strangers > 0 && `${strangers} requests to another host`,
  ]
    .filter(fault => fault !== false)
    .map(fault => `${path}: ${fault}`)
}

import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../../scripts/embedded-postgres.ts'
import { askedToLeave, openChildren } from '../../scripts/process/children.ts'
import { buildSite, siteFolder } from '../../scripts/start/site.ts'
import { type Addresses, startEnvironment } from './environment.ts'

const FRONTEND = join(import.meta.dirname, '..')
/** Ports to try first, because a site built for the same address is not built again. */
const USUAL = { api: 4310, web: 3310 }

/** `--project=pictures` takes pictures of the pages instead. */
const JOURNEYS = '--project=journeys'

/** Only builds the site of the journeys: `npm test` does this while other tests run. */
const BUILD_ONLY = '--build-only'

/** Builds the site when needed, starts everything, runs the journeys, and stops what it started, whatever happens. */
async function main(filters: string[]): Promise<number> {
  const children = openChildren()
  const undo: (() => Promise<unknown>)[] = []
  const leaving = askedToLeave(() => children.kill()).then(() => {
    throw new Error('interrupted')
  })
  leaving.catch(() => {})
  try {
    return await Promise.race([journeys(children, undo, filters), leaving])
  } finally {
    await children.stop()
    for (const stop of undo.reverse()) await stop().catch(error => console.error(error))
  }
}

async function journeys(
  children: ReturnType<typeof openChildren>,
  undo: (() => Promise<unknown>)[],
  filters: string[],
) {
  const addresses = await pickAddresses()
  const site = { apiUrl: addresses.apiUrl, webUrl: addresses.webUrl, distDir: 'dist-e2e' }
  const isBuilt = await buildSite(children, site, () => {})
  console.log(isBuilt ? 'The site is built.' : 'The site was built already.')
  if (filters.includes(BUILD_ONLY)) return 0
  const facts = await startEnvironment({ children, addresses, siteFolder: siteFolder(site) }, undo)
  const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli')
  const { PLAYWRIGHT_JSON_OUTPUT_FILE: json, PLAYWRIGHT_JUNIT_OUTPUT_FILE: junit } = process.env
  const reporters = ['list', ...(json ? ['json'] : []), ...(junit ? ['junit'] : [])].join(',')
  const project = filters.some(filter => filter.startsWith('--project=')) ? [] : [JOURNEYS]
  const child = children.start(
    process.execPath,
    [playwright, 'test', '-c', FRONTEND, `--reporter=${reporters}`, ...project, ...filters],
    {
      cwd: FRONTEND,
      env: { ...process.env, E2E_FACTS: JSON.stringify(facts) },
      onLine: line => console.log(line),
    },
  )
  return (await child.ended) ?? 1
}

async function pickAddresses(): Promise<Addresses> {
  const [apiPort, webPort] = await Promise.all([usualOrFree(USUAL.api), usualOrFree(USUAL.web)])
  return { apiPort, webPort, apiUrl: `http://localhost:${apiPort}`, webUrl: `http://localhost:${webPort}` }
}

function usualOrFree(port: number): Promise<number> {
  return new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(freePort()))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })
}

process.exitCode = await main(process.argv.slice(2)).catch(error => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})

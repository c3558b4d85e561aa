import { launch } from 'chrome-launcher'
import lighthouse, { type Flags, type Result } from 'lighthouse'
import { openChildren } from '../../scripts/process/children.ts'
import { ensureChromium } from '../../scripts/test/chromium.ts'
import { median } from '../report.ts'

/** Scores of 100, times in milliseconds, script as it came over the wire in kB, layout shift as Chrome counts it. */
export type PageScores = {
  performance: number
  accessibility: number
  bestPractices: number
  seo: number
  firstPaintMs: number
  blockingMs: number
  shift: number
  scriptKB: number
  requests: number
  strangers: number
}

const RUNS = 3

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]

/**
 * Measures a page with Lighthouse in the browser of the journeys, as a mid-range phone on a slow 4G network. Each page
 * has a browser of its own: a session that one user's page renewed would sign the next one in.
 *
 * @param cookie of the user who is signed in
 * @returns the median of three runs
 * @throws an Error when the page leads to another one, a sign-in for example
 */
export async function measurePage(url: string, cookie?: string): Promise<PageScores> {
  const chromePath = await ensureChromium(openChildren(), () => {})
  const chrome = await launch({ chromePath, chromeFlags: FLAGS })
  try {
    const options: Flags = { port: chrome.port, logLevel: 'error', ...(cookie && { extraHeaders: { Cookie: cookie } }) }
    const runs: PageScores[] = []
    for (let run = 0; run < RUNS; run++) {
      const result = await lighthouse(url, options)
      if (result?.lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${result?.lhr.finalDisplayedUrl}.`)
      runs.push(scoresOf(result.lhr, new URL(url).origin))
    }
    const names = Object.keys(runs[0] as PageScores) as (keyof PageScores)[]
    return Object.fromEntries(names.map(name => [name, median(runs.map(run => run[name]))])) as PageScores
  } finally {
    chrome.kill()
  }
}

type NetworkRequest = { url: string; resourceType?: string; transferSize: number }

function scoresOf({ categories, audits }: Result, origin: string): PageScores {
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100)
  const value = (name: string) => audits[name]?.numericValue ?? Number.NaN
  const { details } = audits['network-requests'] ?? {}
  const requests = (details?.type === 'table' ? details.items : []) as unknown as NetworkRequest[]
  const scripts = requests.filter(({ resourceType }) => resourceType === 'Script')
  const bytes = scripts.reduce((sum, { transferSize }) => sum + transferSize, 0)
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    seo: score('seo'),
    firstPaintMs: Math.round(value('first-contentful-paint')),
    blockingMs: Math.round(value('total-blocking-time')),
    shift: Number(value('cumulative-layout-shift').toFixed(3)),
    scriptKB: Number((bytes / 1000).toFixed(1)),
    requests: requests.length,
    strangers: requests.filter(({ url }) => /^https?:/.test(url) && new URL(url).origin !== origin).length,
  }
}

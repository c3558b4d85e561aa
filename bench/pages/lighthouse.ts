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

/** Opens the browser of the journeys for Lighthouse, which plays a mid-range phone on a slow 4G network. */
export async function openBrowser() {
  const chromePath = await ensureChromium(openChildren(), () => {})
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ]
  const chrome = await launch({ chromePath, chromeFlags: flags })
  return {
    /** @returns the median of three runs @param cookie of the user who is signed in */
    async measure(url: string, cookie?: string): Promise<PageScores> {
      const options: Flags = {
        port: chrome.port,
        logLevel: 'error',
        ...(cookie && { extraHeaders: { Cookie: cookie } }),
      }
      const runs: PageScores[] = []
      for (let run = 0; run < RUNS; run++) {
        const result = await lighthouse(url, options)
        if (!result) throw new Error(`Lighthouse says nothing of ${url}.`)
        runs.push(scoresOf(result.lhr, new URL(url).origin))
      }
      const names = Object.keys(runs[0] as PageScores) as (keyof PageScores)[]
      return Object.fromEntries(names.map(name => [name, median(runs.map(run => run[name]))])) as PageScores
    },
    close: async () => chrome.kill(),
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

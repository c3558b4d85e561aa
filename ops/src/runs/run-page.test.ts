import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { expect, test } from 'vitest'
import { openJournal } from '../procedure/journal.ts'
import { findChromium } from '../tools/chromium.ts'
import { openShell } from '../tools/shell.ts'
import { runPage } from './run-page.ts'
import { listRuns } from './runs.ts'

const program = await findChromium(openShell())
const DIGEST = `registre.the-tip-top.example/the-tip-top/backend@sha256:${'ab'.repeat(32)}`

/** The page of a run with the longest words that a step says. */
async function longPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-run-page-'))
  const run = '20261123-041500-deploy-3f2a'
  const journal = openJournal(folder, run, () => new Date('2026-11-23T04:15:00Z'))
  const started = {
    run,
    procedure: 'deploy',
    environment: 'prod',
    by: 'exploitante',
    pid: 1,
    lock: '../.lock',
    input: {},
  }
  journal.write({ kind: 'started', ...started })
  const step = { kind: 'step', node: '2.4/AG', title: 'Basculer sur la nouvelle version' } as const
  journal.write({ ...step, state: 'started' })
  journal.write({
    ...step,
    state: 'done',
    ms: 3_725_000,
    detail: `${DIGEST} ; https://tiptop.example/${'a'.repeat(200)}`,
  })
  journal.write({ kind: 'ended', outcome: 'done', ms: 3_725_000 })
  journal.close()
  const [found] = await listRuns(folder)
  await rm(folder, { recursive: true })
  if (!found) throw new Error('no run')
  return runPage(found, new Map())
}

test.skipIf(!program)(
  'at 1280 px and on a phone every column of a run is on the screen, and nothing has to be scrolled',
  async () => {
    const page = await longPage()
    const browser = await chromium.launch({
      executablePath: await openShell().read(['which', program ?? '']),
      args: ['--no-sandbox'],
    })
    try {
      for (const width of [1280, 390, 360]) {
        const tab = await browser.newPage({ viewport: { width, height: 800 } })
        await tab.setContent(page)
        const heads = tab.locator('.steps th')
        expect(await heads.allTextContents()).toEqual(['Début', 'Nœud', 'Étape', 'État', 'Durée'])
        for (const head of await heads.all()) {
          const { x, width: wide } = (await head.boundingBox()) ?? { x: -1, width: 0 }
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x + wide).toBeLessThanOrEqual(width)
        }
        await tab.close()
      }
    } finally {
      await browser.close()
    }
  },
  120_000,
)

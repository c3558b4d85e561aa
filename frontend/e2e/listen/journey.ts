import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as plainTest } from '@playwright/test'
import { facts } from '../facts.ts'
import { type Listener, startListener } from './listener.ts'

/** Playwright's test, with Firefox and Orca, signed out. */
export const test = plainTest.extend<{ listener: Listener }, { desktop: Listener }>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads here which fixtures this one needs
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'tiptop-listener-'))
      const desktop = await startListener(folder, facts().webUrl)
      await use(desktop)
      await desktop.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  listener: async ({ desktop }, use) => {
    await desktop.page.forget()
    await use(desktop)
  },
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as plainTest } from '@playwright/test'
import { facts } from '../facts.ts'
import type { Engine } from './commands.ts'
import { startFirefox } from './firefox.ts'
import { openPhone, type Phone } from './phone.ts'
import { startWebKit } from './webkit.ts'

export { expect } from '@playwright/test'

const engines = { firefox: startFirefox, webkit: startWebKit }
const WINDOW = { x: 0, y: 0, width: 390, height: 844 }

/** Playwright's test in the browser that the project names, at the width of a phone. It begins signed out. */
export const test = plainTest.extend<{ phone: Phone }, { engine: Engine }>({
  engine: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads here which fixtures this one needs
    async ({}, use, { project }) => {
      const folder = await mkdtemp(join(tmpdir(), `tiptop-${project.name}-`))
      const engine = await engines[project.name as keyof typeof engines](folder)
      await engine.send('resize', WINDOW)
      await use(engine)
      await engine.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  phone: async ({ engine }, use, testInfo) => {
    const phone = openPhone(engine, facts().webUrl)
    await phone.forget()
    await use(phone)
    if (testInfo.status === testInfo.expectedStatus) return
    const path = testInfo.outputPath('screenshot.png')
    await writeFile(path, (await engine.send('picture')) as string, 'base64')
    await testInfo.attach('screenshot', { path, contentType: 'image/png' })
  },
})

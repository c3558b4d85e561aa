import { test as plainTest } from '@playwright/test'
import { beginFile, beginTest, endTest } from '../../scripts/diagrams/reached.ts'
import { translateForGood } from './translated.ts'

export { expect } from '@playwright/test'
export { reached } from '../../scripts/diagrams/reached.ts'

/** Playwright's test, which fails when its title ends with nodes of the diagrams that it did not reach. */
export const test = plainTest.extend<{ titleProven: undefined }>({
  context: async ({ context }, use, { project }) => {
    if (project.name === 'translated') await context.addInitScript(translateForGood, 'replaced' as const)
    await use(context)
  },
  titleProven: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads here which fixtures this one needs
    async ({}, use, testInfo) => {
      beginFile()
      beginTest()
      await use(undefined)
      endTest(testInfo.status === testInfo.expectedStatus ? testInfo.title : '')
    },
    { auto: true },
  ],
})

import type { Page } from '@playwright/test'
import { facts } from './facts.ts'

/** What a page did but must not do: policy violations, console errors, requests to other sites. */
type Watch = { violations: string[]; errors: string[]; strangers: string[] }

/** Watches a page from before its first byte. A refusal is not an error of the page. */
export async function watch(page: Page): Promise<Watch> {
  const seen: Watch = { violations: [], errors: [], strangers: [] }
  const own = [facts().webUrl, facts().apiUrl].map(url => new URL(url).origin)
  await page.exposeFunction('reportViolation', (text: string) => void seen.violations.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const report = (window as unknown as { reportViolation(text: string): void }).reportViolation
      report(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  page.on('pageerror', error => seen.errors.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) seen.errors.push(message.text())
  })
  page.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'data:' && !own.includes(origin)) seen.strangers.push(request.url())
  })
  return seen
}

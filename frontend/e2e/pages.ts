import type { BrowserContext, Page } from '@playwright/test'
import { facts } from './facts.ts'

/** Every public page of the site, in French. The prefix `/en` leads to the English one. */
export const publicPages = [
  '/',
  '/connexion',
  '/connexion?erreur=provider-refused&suite=/jeu',
  '/inscription',
  '/mot-de-passe-oublie',
  '/mot-de-passe#jeton=abc',
  '/mot-de-passe',
  '/verification#jeton=abc',
  '/newsletter/desinscription?jeton=abc',
  '/reglement',
  '/preuve',
  '/grand-lot',
  '/mentions-legales',
  '/confidentialite',
  '/cookies',
  '/hors-ligne',
  '/accessibilite',
  '/plan-du-site',
]
export const privatePages = ['/jeu', '/mes-gains', '/compte', '/inscription/completer']

/** The pages of the counter, with a ticket that does not exist. */
export const counterPages = ['/employe', '/employe/tickets/ABCDEFGHJK']

/** The pages of the administration, some of them filtered, one of an account that does not exist. */
export const administratorPages = [
  '/admin',
  '/admin?from=2021-01-01&to=2021-01-31',
  '/admin/utilisateurs',
  '/admin/utilisateurs?search=personne+de+ce+nom',
  '/admin/utilisateurs/1',
  '/admin/utilisateurs/999999',
  '/admin/tickets',
  '/admin/exports',
  '/admin/exports?report=newsletter&format=xlsx',
  '/admin/journal',
  '/admin/tirage',
]

/** The page of the bailiff. */
export const bailiffPages = ['/commissaire']

export function inEnglish(path: string): string {
  return path === '/' ? '/en' : `/en${path}`
}

/**
 * Waits until the page runs in the browser and every request to the backend is answered. What loads when it is touched is
 * touched, unless the page is `justRead`.
 */
export async function quiet(page: Page, { justRead = false } = {}): Promise<void> {
  await page.waitForFunction(justRead => {
    const touched = justRead ? [] : document.querySelectorAll('astro-island[ssr][client="touched"]')
    for (const island of touched) island.dispatchEvent(new Event('pointerover'))
    const waiting = document.querySelectorAll(
      'astro-island[ssr], form fieldset:disabled, [aria-busy="true"], .animate-breathe',
    )
    // What loads when it is nearly seen is left out.
    const later = `astro-island[ssr]:is([client="visible"]${justRead ? ', [client="touched"]' : ''})`
    const alive = [...waiting].every(element => element.closest(later))
    const asked = performance
      .getEntriesByType('resource')
      .filter(entry => 'initiatorType' in entry && entry.initiatorType === 'fetch')
    return (
      document.readyState === 'complete' &&
      alive &&
      asked.every(entry => (entry as PerformanceResourceTiming).responseEnd > 0)
    )
  }, justRead)
}

/** Scrolls through the page and touches its forms, until everything that loads then is there. */
export async function seeAll(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const waiting = document.querySelector('astro-island[ssr]')
    waiting?.firstElementChild?.scrollIntoView()
    waiting?.dispatchEvent(new Event('pointerover'))
    return !waiting
  })
}

/** From now on, the pages of this browser speak to the backend at this address. */
export async function throughBackend(context: BrowserContext, apiUrl: string): Promise<void> {
  const { webUrl } = facts()
  await context.route(`${webUrl}/api/**`, route =>
    route.continue({ url: route.request().url().replace(`${webUrl}/api`, apiUrl) }),
  )
}

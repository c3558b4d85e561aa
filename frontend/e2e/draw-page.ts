import type { BrowserContext, Page } from '@playwright/test'
import { facts } from './facts.ts'
import { seeAll, throughBackend } from './pages.ts'
import { makeStaff, type SignedIn, signedIn } from './people.ts'

export const FREEZE = 'Confirmer l’arrêt de la liste'
export const FREEZE_SECOND = 'Confirmer et arrêter la liste'
export const ENTER = 'Confirmer ce nombre'
export const DRAW = 'Confirmer ce nombre et tirer au sort'

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const number = (page: Page) => page.getByLabel('Nombre choisi par le commissaire de justice')

/** Opens a page in a browser of its own, signed in as this person, about the contest that is over or another one. */
export async function openFor(
  page: Page,
  who: SignedIn | null,
  path: string,
  apiUrl = facts().closedApiUrl,
): Promise<Page> {
  const context = await (page.context().browser() as NonNullable<ReturnType<BrowserContext['browser']>>).newContext({
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    baseURL: facts().webUrl,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  })
  await throughBackend(context, apiUrl)
  if (who) {
    await signedIn(context, who)
    // A browser in which no one has signed in asks for no session.
    await context.addInitScript(() => localStorage.setItem('tiptop-known', '1'))
  }
  const opened = await context.newPage()
  await opened.goto(path)
  await seeAll(opened)
  return opened
}

/** The pages of the two people of a draw, and that of a visitor. */
export async function openDraw(page: Page, apiUrl?: string) {
  return {
    bailiff: await openFor(page, await makeStaff('bailiff'), '/commissaire', apiUrl),
    admin: await openFor(page, await makeStaff('admin'), '/admin/tirage', apiUrl),
    visitor: await openFor(page, null, '/grand-lot', apiUrl),
  }
}

import type { Page } from '@playwright/test'
import { type Contest, contest as contestSchema } from '@tiptop/contract/contest.ts'
import { missingFacts } from '../src/legal/publisher.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { inEnglish, quiet, seeAll } from './pages.ts'
import { makeStaff, PASSWORD, sessionEnds, signedIn, takeCode } from './people.ts'
import { discover, field, modal, signInByForm } from './play-page.ts'

// The page about cookies lists it.
test.use({ serviceWorkers: 'allow' })

const legalPages = ['/reglement', '/mentions-legales', '/confidentialite', '/cookies', '/accessibilite']
const titles = ['Règlement du jeu', 'Mentions légales', 'Confidentialité', 'Cookies', 'Accessibilité']

async function theContest(): Promise<Contest> {
  return contestSchema.parse(await (await fetch(`${facts().apiUrl}/contest`)).json())
}

/** Replaces every kind of space by a plain one. */
const plain = (text: string) => text.replace(/\s/g, ' ')
const count = (number: number) => plain(new Intl.NumberFormat('fr-FR').format(number))

test('every page leads to the legal pages, which say who publishes what and since when', async ({ page }) => {
  await page.goto('/')
  const links = page.getByRole('navigation', { name: 'Informations sur le site' }).getByRole('link')
  await expect(links).toHaveText([
    ...titles.map(title => new RegExp(`^${title}(\\s:\\s(partiellement|totalement|non) conforme)?$`)),
    'Plan du site',
  ])
  for (const [place, path] of legalPages.entries()) {
    await links.nth(place).click()
    await expect(page).toHaveURL(new RegExp(`${path}$`))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(titles[place] as string)
    await expect(page.getByRole('main')).toContainText(/Version du \d+(er)? \S+ \d{4}/)
    await expect(page).toHaveTitle(/ · Thé Tip Top$/)
  }
})

test('the table of contents of a legal page leads to each of its articles', async ({ page }) => {
  for (const path of legalPages) {
    await page.goto(path)
    const entries = page.getByRole('navigation', { name: 'Sommaire' }).getByRole('link')
    const articles = page.getByRole('article').getByRole('heading', { level: 2 })
    expect(await entries.allTextContents()).toEqual(await articles.allTextContents())
    await entries.last().click()
    await expect(articles.last()).toBeInViewport()
  }
})

test('the rules state the prizes, dates and commitment of the contest', async ({ page }) => {
  const contest = await theContest()
  await page.goto('/reglement')
  await seeAll(page)
  const rows = page.getByRole('table').getByRole('row')
  await expect(rows).toHaveCount(contest.prizes.length + 1)
  // The page is built with the announced contest, until the API has answered.
  for (const [place, prize] of contest.prizes.entries()) {
    const row = rows.nth(place + 1)
    await expect(row).toContainText(prize.name.fr)
    await expect(row).toContainText(count(prize.quota))
    await expect(row).toContainText(prize.valueCents ? `${count(prize.valueCents / 100)} €` : 'sans valeur indiquée')
  }
  const article = page.getByRole('article')
  await expect(article).toContainText(`Le jeu compte ${count(contest.ticketCount)} tickets`)
  await expect(article).toContainText(`d’une valeur de ${count(contest.grandPrize.valueCents / 100)} €`)
  await expect(article).toContainText(String(contest.commitment?.root))
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' })
  await expect(article).toContainText(`du ${day.format(new Date(contest.opensAt)).replace(/^1 /, '1er ')} au `)

  await page.goto('/en/reglement')
  await expect(page.getByRole('table')).toContainText(contest.prizes[0]?.name.en as string)
})

test('without the backend the rules still make sense, and recover once it is back', async ({ page }) => {
  await page.route('**/contest', route => route.abort('connectionrefused'))
  await page.goto('/reglement')
  await seeAll(page)
  await expect(page.getByRole('table')).toContainText('Le jeu compte 500')
  const again = page.getByRole('button', { name: 'Réessayer' }).first()
  await expect(again).toBeVisible()
  await page.unroute('**/contest')
  await again.click()
  await expect(page.getByRole('table')).toContainText('Le jeu compte 2')
  await expect(page.getByRole('button', { name: 'Réessayer' })).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the legal pages can be read, with the prizes, and say where the other figures are', async ({ page }) => {
    for (const path of legalPages) {
      await page.goto(path)
      await expect(page.getByRole('article').getByRole('heading', { level: 2 }).first()).toBeVisible()
    }
    await page.goto('/reglement')
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(6)
    await expect(page.getByText('Le grand lot : un an de thé, d’une valeur de 360')).toBeVisible()
    await expect(page.getByText('elle est dans l’acte déposé')).toBeVisible()
  })
})

test('the facts that only the publisher knows are marked as missing until they are filled in, in both languages', async ({
  page,
}) => {
  const factsOn = async (path: string) => {
    await page.goto(path)
    const rows = await page.getByRole('article').locator('dl > div').all()
    return Promise.all(
      rows.map(async row => [await row.locator('dt').textContent(), await row.locator('dd').textContent()] as const),
    )
  }
  const inFrench = await factsOn('/mentions-legales')
  const missing = missingFacts()
  expect(inFrench.map(([name]) => name)).toContain('Raison sociale')
  for (const [name, told] of inFrench)
    expect(/^\[à compléter\s: .+\]$/.test(told ?? ''), `${name}: ${told}`).toBe(missing.includes(name ?? ''))
  const gaps = (facts: typeof inFrench, words: RegExp) => facts.map(([, told]) => words.test(told ?? ''))
  expect(gaps(await factsOn('/en/mentions-legales'), /^\[to be completed: .+\]$/)).toEqual(gaps(inFrench, /^\[à compl/))
})

/** Everything the site keeps in this browser, recorded when it is written, so that nothing is missed. */
async function watchStorage(page: Page): Promise<Set<string>> {
  const kept = new Set<string>()
  await page.exposeFunction('reportKept', (name: string) => void kept.add(name))
  await page.addInitScript(() => {
    const { setItem } = Storage.prototype
    const report = (name: string) => (window as unknown as { reportKept(name: string): void }).reportKept(name)
    Storage.prototype.setItem = function (name, value) {
      report(name)
      return setItem.call(this, name, value)
    }
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
    Object.defineProperty(document, 'cookie', {
      get: () => cookie?.get?.call(document),
      set: (text: string) => {
        report(String(text).split('=')[0] ?? '')
        cookie?.set?.call(document, text)
      },
    })
  })
  page.on('response', async response => {
    const headers = await response.headersArray().catch(() => [])
    for (const { name, value } of headers)
      if (name.toLowerCase() === 'set-cookie') for (const line of value.split('\n')) kept.add(line.split('=')[0] ?? '')
  })
  return kept
}

test('the page about cookies lists everything that a journey through the site leaves in a browser, and nothing else', async ({
  page,
  context,
}) => {
  test.slow()
  const kept = await watchStorage(page)
  const collect = async () => {
    for (const { name } of await context.cookies()) kept.add(name)
    const stored = await page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
      ...(await caches.keys()),
      // Between two of its states a worker is neither, for a moment.
      ...(await navigator.serviceWorker.getRegistrations())
        .flatMap(({ installing, waiting, active }) => installing ?? waiting ?? active ?? [])
        .map(({ scriptURL }) => new URL(scriptURL).pathname.slice(1)),
    ])
    for (const name of stored) kept.add(name)
  }
  const visit = async (path: string) => {
    await page.goto(path)
    await quiet(page)
    await collect()
  }

  for (const path of ['/', '/inscription', ...legalPages, ...legalPages.map(inEnglish)]) await visit(path)
  expect([...kept], 'a visitor who only reads').toEqual([])

  const { email } = await signedIn(context)
  await visit('/jeu')
  await field(page).fill(await takeCode())
  await sessionEnds(context)
  await discover(page).click()
  await expect(page).toHaveURL(/\/connexion/)
  await collect()
  const door = await page.getByRole('link', { name: 'Continuer avec Google' }).getAttribute('href')
  await context.request.get(door ?? '', { maxRedirects: 0 })
  await collect()
  await signInByForm(page, email, PASSWORD)
  await expect(modal(page)).toBeVisible()
  await page.getByRole('button', { name: 'Vérifier mon lot' }).click()
  await expect(page.getByText('La preuve tient')).toBeVisible()
  await collect()
  for (const path of ['/mes-gains', '/compte', '/verification#jeton=abc']) await visit(path)
  await signedIn(context, await makeStaff('admin'))
  for (const path of ['/employe', '/admin', '/admin/utilisateurs', '/admin/tickets']) await visit(path)

  await visit('/cookies')
  const listed = await page.getByRole('article').locator('code').allTextContents()
  const patterns = listed.map(name => new RegExp(`^${name.replace('…', '.+')}$`))
  const unlisted = [...kept].filter(name => !patterns.some(pattern => pattern.test(name)))
  expect(unlisted, 'kept, and not on the page').toEqual([])
  const unseen = listed.filter((_name, place) => ![...kept].some(name => patterns[place]?.test(name)))
  expect(unseen, 'on the page, and never kept').toEqual([])
})

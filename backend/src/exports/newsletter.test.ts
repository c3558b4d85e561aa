import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { openDownloads } from '../../test/downloads.ts'
import { makeUser, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { db } = backend.tools
const admin = await signedInClient(backend, { role: 'admin' })
const { csv, sheet } = await openDownloads(backend)

const CONSENT = new Date('2026-07-01T22:30:15.900Z')
async function subscriber(name: string, changes: object = {}) {
  const id = await makeUser(backend.tools, { firstName: name, email: `${name}@example.test` })
  await db
    .updateTable('users')
    .set({ newsletter_consent_at: CONSENT, ...changes })
    .where('id', '=', id)
    .execute()
}
await subscriber('alix')
await subscriber('brook', { language: 'en' })
await subscriber('unproven', { email_verified_at: null })
await subscriber('disabled', { disabled_at: new Date() })
await subscriber('never-asked', { newsletter_consent_at: null })

const LINK = 'Lien de désinscription'
const HEADER = 'Adresse List-Unsubscribe'

test('a newsletter goes to those who asked for it and whose address is proven, with the date of their consent', async () => {
  const rows = await csv(admin, '/admin/exports/newsletter.csv')
  expect(rows.map(row => row['E-mail'])).toEqual(['alix@example.test', 'brook@example.test'])
  expect(rows[0]).toMatchObject({ Langue: 'fr', 'Accepté le (heure de Paris)': '2026-07-02 00:30:15' })
  expect(rows[1]?.Langue).toBe('en')
})

test('the workbook holds the same people, dates and links', async () => {
  const rows = await csv(admin, '/admin/exports/newsletter.csv')
  const workbook = await sheet(admin, '/admin/exports/newsletter.xlsx')
  expect(workbook.rows.slice(1).map(row => row.slice(5))).toEqual(rows.map(row => [row[LINK], row[HEADER]]))
  expect(workbook.rows[1]?.[4]).toEqual(new Date('2026-07-02T00:30:15Z'))
})

test('each user has their own link, in their language, that unsubscribes them in one click', async () => {
  const [alix, brook] = await csv(admin, '/admin/exports/newsletter.csv')
  expect(alix?.[LINK]).toMatch(/^http:\/\/localhost:3000\/newsletter\/desinscription\?jeton=/)
  expect(brook?.[LINK]).toMatch(/^http:\/\/localhost:3000\/en\//)
  const { pathname, search } = new URL(alix?.[HEADER] ?? '')
  const answer = await backend.app.inject({
    method: 'POST',
    url: `${pathname}${search}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  })
  expect(answer.statusCode).toBe(204)
  const left = await csv(admin, '/admin/exports/newsletter.csv')
  expect(left.map(row => row['E-mail'])).toEqual(['brook@example.test'])
})

test('before there is a contest its files hold a header and no rows', async () => {
  for (const name of ['tickets', 'participations']) {
    expect(await csv(admin, `/admin/exports/${name}.csv`)).toEqual([])
    expect((await sheet(admin, `/admin/exports/${name}.xlsx`)).rows).toHaveLength(1)
  }
})

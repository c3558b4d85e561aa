import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { openDownloads } from '../../test/downloads.ts'
import { makeContest, makeTickets } from '../../test/make.ts'

const dates = {
  opensAt: new Date('2026-11-01T08:00:00Z'),
  playsUntil: new Date('2026-12-31T08:00:00Z'),
  claimsUntil: new Date('2026-12-31T08:00:00Z'),
}
const { backend, employee, admin: signInAdmin, played } = await startCounter({ tickets: 5, dates })
const { owner } = backend.tools
const infuser = await owner.selectFrom('prizes').select('id').where('slug', '=', 'infuseur').executeTakeFirstOrThrow()
const [, infuserCode] = await makeTickets(backend.tools, infuser.id, 2)
const sacha = await employee()
const admin = await signInAdmin()
const { download, csv, sheet } = await openDownloads(backend)

backend.clock.at = new Date('2026-11-22T23:30:07.900Z')
const helene = await played({ firstName: 'Hélène', lastName: 'Le Goff', email: 'helene@example.test' })
await helene.player.post('/plays', { code: infuserCode })
await sacha.post(`${helene.url}/claim`, DECLARED)
backend.clock.at = new Date('2026-11-24T11:00:00Z')
const jean = await played({
  firstName: 'Jean',
  lastName: 'Martin',
  email: 'jean@example.test',
  birthDate: '2000-11-25',
})

const ticketOf = ({ code }: { code: string }) =>
  owner.selectFrom('tickets').select('id').where('code', '=', code).executeTakeFirstOrThrow()

test('the report of tickets is a file of CSV that a French spreadsheet opens as it is [1.3/V 1.3/W 1.3/X]', async () => {
  const { status, headers, bytes } = await download(admin, '/admin/exports/tickets.csv')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="the-tip-top-tickets-2026-11-24.csv"')
  reached('1.3/X')
  const lines = bytes.toString().split('\r\n')
  expect(lines[0]).toBe(
    '\ufeffTicket;Statut;Lot;Code;Joueur;E-mail du joueur;Joué le (heure de Paris);Remis le (heure de Paris);' +
      'Remis par;Boutique',
  )
  const { id } = await ticketOf(helene)
  const code = formatTicketCode(helene.code)
  const times = '2026-11-23 00:30:07;2026-11-23 00:30:07'
  const who = 'Hélène Le Goff;helene@example.test'
  expect(lines).toContain(`${id};Remis;Coffret;${code};${who};${times};Sacha Nice;Thé Tip Top Nice`)
  reached('1.3/V', '1.3/W')
  expect(lines).toContain('1;Non joué;;;;;;;;')
  expect(lines).toHaveLength(1 + 7 + 1)
  expect(lines.at(-1)).toBe('')
  expect(bytes.toString()).not.toMatch(/[^\r]\n/)
})

test('the report of tickets is a true workbook: typed dates and numbers, a header that stays [1.3/V 1.3/W 1.3/X]', async () => {
  const { rows, freezePane, autoFilter, columns } = await sheet(admin, '/admin/exports/tickets.xlsx')
  const { id } = await ticketOf(helene)
  const midnight = new Date('2026-11-23T00:30:07Z')
  const row = rows.find(([number]) => number === id)
  const who = ['Hélène Le Goff', 'helene@example.test']
  const where = ['Sacha Nice', 'Thé Tip Top Nice']
  const code = formatTicketCode(helene.code)
  expect(row).toEqual([id, 'Remis', 'Coffret', code, ...who, midnight, midnight, ...where])
  reached('1.3/V')
  expect(rows).toHaveLength(1 + 7)
  expect(freezePane).toEqual({ rows: 1 })
  expect(autoFilter).toEqual({ range: 'A1:J8' })
  reached('1.3/W', '1.3/X')
  expect(columns?.map(({ width }) => width)).toEqual([10, 14, 40, 13, 28, 34, 28, 29, 28, 28])
})

test.each([
  [
    'users',
    'Compte 10|Prénom 18|Nom 22|E-mail 34|Rôle 14|Boutique 28|État 11|Créé le (heure de Paris) 28|Participations 18|' +
      'Lots remis 14|Newsletter acceptée le (heure de Paris) 43',
  ],
  [
    'participations',
    'Joué le (heure de Paris) 28|Ticket 10|Code 13|Lot 40|Compte du joueur 20|Joueur 28|Âge 16|Statut 14',
  ],
  [
    'newsletter',
    'Prénom 18|Nom 22|E-mail 34|Langue 10|Accepté le (heure de Paris) 31|Lien de désinscription 60|' +
      'Adresse List-Unsubscribe 60',
  ],
])('the report of %s names its columns, and each is wide enough for what it holds', async (name, expected) => {
  const { rows, columns = [] } = await sheet(admin, `/admin/exports/${name}.xlsx`)
  expect(rows[0]?.map((title, index) => `${title} ${columns[index]?.width}`).join('|')).toBe(expected)
  const { bytes } = await download(admin, `/admin/exports/${name}.csv`)
  expect(bytes.toString().slice(1).split('\r\n')[0]).toBe(rows[0]?.join(';'))
})

test('a file announces how many bytes will come, for the bar that shows how far it is', async () => {
  const file = await download(admin, '/admin/exports/tickets.csv')
  expect(Number(file.headers.get('export-bytes'))).toBe(file.bytes.length - file.bytes.indexOf('\n') - 1)
  const workbook = await download(admin, '/admin/exports/tickets.xlsx')
  // Its rows are compressed, and the least part of a workbook that has seven.
  const announced = Number(workbook.headers.get('export-bytes')) / workbook.bytes.length
  expect([announced > 0.1, announced < 0.5]).toEqual([true, true])
  const none = await download(admin, '/admin/exports/tickets.csv?from=2026-11-25')
  expect(none.headers.get('export-bytes')).toBe('0')
})

test('how many tickets there are is known, how many match a filter is counted', async () => {
  const announced = async (filter: string) =>
    (await download(admin, `/admin/exports/tickets.csv${filter}`)).headers.get('export-rows')
  expect(await announced('')).toBe('7')
  const generated = { ticket_count: 9, allotment_digest: Buffer.alloc(32), generated_at: new Date() }
  await owner.updateTable('contests').set(generated).execute()
  expect([await announced(''), await announced('?status=unclaimed')]).toEqual(['9', '4'])
})

test('a prize past its deadline is marked so in the file', async () => {
  backend.clock.at = new Date(Date.now() + 70 * 86_400_000)
  const late = await signInAdmin()
  const rows = await csv(late, '/admin/exports/tickets.csv?status=pending')
  backend.clock.at = new Date('2026-11-24T11:00:00Z')
  expect(rows.map(row => row.Statut)).toEqual(['Délai dépassé', 'Délai dépassé'])
})

const ticketFilters = [
  'status=pending',
  'status=claimed',
  'status=unclaimed',
  'prize=infuseur',
  'from=2026-11-23&to=2026-11-23',
  'from=2026-11-24',
  'to=2026-11-22',
  `player=${helene.player.userId}`,
  `player=${helene.player.userId}&status=pending&prize=infuseur&from=2026-11-23`,
  'status=unclaimed&from=2026-11-01',
]
test.each(ticketFilters)('tickets of %s are those of the list, by their number', async filter => {
  const { body } = await admin.get(`/admin/tickets?${filter}`)
  const listed = body.items.map(({ id }: { id: number }) => id).sort((a: number, b: number) => a - b)
  const { headers } = await download(admin, `/admin/exports/tickets.csv?${filter}`)
  const rows = await csv(admin, `/admin/exports/tickets.csv?${filter}`)
  expect(rows.map(row => Number(row.Ticket))).toEqual(listed)
  expect(headers.get('export-rows')).toBe(String(listed.length))
  const workbook = await sheet(admin, `/admin/exports/tickets.xlsx?${filter}`)
  expect(workbook.rows.slice(1).map(([id]) => id)).toEqual(listed)
})

const userFilters = ['', 'role=employee', 'state=active', 'state=disabled', 'search=goff', 'search=JEAN@']
test.each(userFilters)('users of "%s" are those of the list', async filter => {
  const { body } = await admin.get(`/admin/users?${filter}&limit=100`)
  const listed = body.items.map(({ id }: { id: number }) => id).sort((a: number, b: number) => a - b)
  const rows = await csv(admin, `/admin/exports/users.csv?${filter}`)
  expect(rows.map(row => Number(row.Compte))).toEqual(listed)
})

test('the report of users says who they are, what they played and what they got', async () => {
  const [row] = await csv(admin, '/admin/exports/users.csv?search=helene')
  expect(row).toMatchObject({ Prénom: 'Hélène', Nom: 'Le Goff', Rôle: 'Joueur', État: 'Actif', Boutique: '' })
  expect(row).toMatchObject({ Participations: '2', 'Lots remis': '1' })
  const { rows } = await sheet(admin, '/admin/exports/users.xlsx?role=employee')
  expect(rows[1]).toEqual(expect.arrayContaining([sacha.userId, 'Sacha', 'Employé', 'Thé Tip Top Nice', 0]))
})

test('participations come in the order of the plays, with the age at the play, by period and prize', async () => {
  const rows = await csv(admin, '/admin/exports/participations.csv')
  expect(rows.map(row => row.Code)).toEqual(
    [helene, { code: infuserCode ?? '' }, jean].map(({ code }) => formatTicketCode(code)),
  )
  expect(rows[2]).toMatchObject({
    'Joué le (heure de Paris)': '2026-11-24 12:00:00',
    Joueur: 'Jean Martin',
    Statut: 'À remettre',
  })
  expect(rows.map(row => row.Âge)).toEqual(['35 à 44 ans', '35 à 44 ans', '25 à 34 ans'])
  expect(await csv(admin, '/admin/exports/participations.csv?to=2026-11-23&prize=infuseur')).toHaveLength(1)
})

test('only administrators export', async () => {
  const { status } = await download(new Client(backend), '/admin/exports/users.csv')
  expect(status).toBe(401)
  for (const client of [sacha, helene.player])
    expect((await download(client, '/admin/exports/users.xlsx')).status).toBe(403)
})

test('the audit trail records who exports what before the first byte, without the words of a search', async () => {
  await download(admin, '/admin/exports/tickets.csv?status=pending')
  await download(admin, '/admin/exports/users.xlsx?search=helene%40example.test&role=player')
  const events = await owner
    .selectFrom('audit_events')
    .select(['actor_id', 'details'])
    .where('kind', '=', 'export-made')
    .orderBy('id', 'desc')
    .limit(2)
    .execute()
  const details = [
    { export: 'users', format: 'xlsx', rows: 1, filter: { search: true, role: 'player' } },
    { export: 'tickets', format: 'csv', rows: 2, filter: { status: 'pending' } },
  ]
  expect(events).toEqual(details.map(details => ({ actor_id: admin.userId, details })))
})

test('a faulty request makes no file and no event', async () => {
  const entries = () => owner.selectFrom('audit_events').select('id').where('kind', '=', 'export-made').execute()
  const before = await entries()
  for (const path of [
    'tickets.csv?status=lost',
    'tickets.xlsx?prize=none',
    'tickets.csv?from=2026-11-24&to=2026-11-23',
  ])
    expect((await download(admin, `/admin/exports/${path}`)).status).toBe(400)
  expect((await download(admin, '/admin/exports/tickets.pdf')).status).toBe(404)
  expect(await entries()).toEqual(before)
})

test('another contest is in no file', async () => {
  const before = await csv(admin, '/admin/exports/tickets.csv')
  await owner.updateTable('contests').set({ slug: 'last-year' }).execute()
  const { prizeIds } = await makeContest(backend.tools, dates)
  const [code = ''] = await makeTickets(backend.tools, prizeIds[0] as number, 1)
  await jean.player.post('/plays', { code })
  const [row, ...others] = await csv(admin, '/admin/exports/tickets.csv')
  expect(before).toHaveLength(7)
  expect([row?.Code, others]).toEqual([formatTicketCode(code), []])
  expect(await csv(admin, '/admin/exports/participations.csv')).toHaveLength(1)
})

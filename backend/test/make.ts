import type { Role } from '@tiptop/contract/accounts.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { TICKET_ALPHABET } from '@tiptop/contract/ticket-code.ts'
import type { Language } from '../src/database/schema.ts'
import { insertSession } from '../src/sessions/queries.ts'
import { hashCode } from '../src/tickets/ticket/code-hash.ts'
import { maskPrize, openingOf } from '../src/tickets/ticket/opening.ts'
import type { Tools } from '../src/tools.ts'
import type { TestBackend } from './backend.ts'
import { Client } from './client.ts'

/** Contests, prizes, shops and tickets are made by the owner of the database; the backend may not. */
type Owning = Pick<TestBackend['tools'], 'owner'>

let counter = 0

type PlayerFacts = {
  role?: Role
  email?: string
  firstName?: string
  lastName?: string
  birthDate?: string | null
  rulesAccepted?: boolean
  language?: Language
  shopId?: number
  createdAt?: Date
}

/** An account that may play by default. @returns its id */
export async function makeUser({ db }: Pick<Tools, 'db'>, facts: PlayerFacts = {}): Promise<number> {
  const { role = 'player', rulesAccepted = true } = facts
  // Staff are other people than players, whatever their names.
  const { birthDate = role === 'player' ? '1990-05-17' : '1984-02-29' } = facts
  const { id } = await db
    .insertInto('users')
    .values({
      email: facts.email ?? `player-${++counter}-${process.pid}@example.test`,
      email_verified_at: new Date(),
      first_name: facts.firstName ?? 'Camille',
      last_name: facts.lastName ?? 'Martin',
      birth_date: birthDate,
      rules_accepted_at: rulesAccepted ? new Date() : null,
      role,
      language: facts.language ?? 'fr',
      shop_id: facts.shopId ?? null,
      ...(facts.createdAt && { created_at: facts.createdAt }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A client that is signed in as a new account, without an event in the audit trail. */
export async function signedInClient(
  backend: TestBackend,
  facts: PlayerFacts = {},
  address?: string,
): Promise<Client & { userId: number }> {
  const { db, now, sessions } = backend.tools
  const userId = await makeUser(backend.tools, facts)
  const client = new Client(backend, address)
  const reply = { setCookie: (name: string, value: string) => client.cookies.set(name, value) }
  const expiresAt = new Date(now().getTime() + 30 * 86_400_000)
  const sessionId = await insertSession(db, { userId, entry: { door: 'password' }, now: now(), expiresAt })
  await sessions.renew(reply as never, sessionId ?? '')
  return Object.assign(client, { userId })
}

/** Keeps the sessions that there are from ending unused, for a test whose clock jumps over hours. */
export async function keepSessionsOpen({ owner }: Owning): Promise<void> {
  const never = new Date('2100-01-01')
  await owner.updateTable('sessions').set({ created_at: never, last_seen_at: never }).execute()
}

/** A contest that opened yesterday, with two prizes. @returns ids of the contest and of its prizes in order */
export async function makeContest(
  { owner }: Owning,
  dates: { opensAt?: Date; playsUntil?: Date; claimsUntil?: Date } = {},
) {
  const days = (n: number) => new Date(Date.now() + n * 86_400_000)
  const { opensAt = days(-1), playsUntil = days(59), claimsUntil = days(59) } = dates
  const { id } = await owner
    .insertInto('contests')
    .values({
      slug: 'the-tip-top',
      name: 'Thé Tip Top',
      opens_at: opensAt,
      receipts_until: playsUntil < days(29) ? playsUntil : days(29),
      plays_until: playsUntil,
      claims_until: claimsUntil,
      grand_prize_fr: 'Un an de thé',
      grand_prize_en: 'A year of tea',
      grand_prize_value_cents: 36_000,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const prize = (position: number, slug: string, name: string, quota: number) => ({
    contest_id: id,
    position,
    slug,
    name_fr: name,
    name_en: name,
    description_fr: name,
    description_en: name,
    value_cents: null,
    quota,
  })
  const prizes = await owner
    .insertInto('prizes')
    .values([prize(1, 'infuseur', 'Infuseur', 600), prize(2, 'coffret-69', 'Coffret', 400)])
    .returning('id')
    .execute()
  return { id, prizeIds: prizes.map(row => row.id) }
}

/** A shop in this city. @returns its id */
export async function makeShop({ owner }: Owning, city: string): Promise<number> {
  const { id } = await owner
    .insertInto('shops')
    .values({ slug: city.toLowerCase(), name: `Thé Tip Top ${city}`, city, postal_code: '00000' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Unplayed tickets of one prize, masked as those that are drawn, written straight into the table. @returns their codes */
export async function makeTickets(
  { owner, config }: Owning & Pick<Tools, 'config'>,
  prizeId: number,
  count: number,
): Promise<TicketCode[]> {
  const first =
    1 +
    ((
      await owner
        .selectFrom('tickets')
        .select(({ fn }) => fn.max('id').as('last'))
        .executeTakeFirst()
    )?.last ?? 0)
  const { contest_id, position } = await owner
    .selectFrom('prizes')
    .select(['contest_id', 'position'])
    .where('id', '=', prizeId)
    .executeTakeFirstOrThrow()
  const codes = Array.from({ length: count }, (_, index) => codeOf(first + index))
  const { pepper } = config.tickets
  const rows = codes.map((code, index) => ({
    id: first + index,
    contest_id,
    masked_prize: maskPrize(position, openingOf(pepper, code)),
    code_hash: hashCode(pepper, code),
  }))
  await owner.insertInto('tickets').values(rows).execute()
  return codes
}

/** A distinct code for each number, for tests only: real ones are drawn. */
function codeOf(number: number): TicketCode {
  let code = ''
  for (let rest = number; code.length < 10; rest = Math.floor(rest / 31)) code += TICKET_ALPHABET[rest % 31]
  return code as TicketCode
}

import type { Statistics } from '@tiptop/contract/statistics.ts'
import type { Tools } from '../src/tools.ts'

type Days = { from?: string; to?: string }
type Rows = Awaited<ReturnType<typeof readRows>>

const zone = { timeZone: 'Europe/Paris' } as const
const dayFormat = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short' })
const hourFormat = new Intl.DateTimeFormat('en', { ...zone, hour: 'numeric', hourCycle: 'h23' })
const dayOf = (at: Date) => dayFormat.format(at)
const hourOf = (at: Date) => Number(hourFormat.format(at))

/**
 * The figures from counting every row by hand: what the counters of the database say at a quiet
 * moment. Without a contest of another name, and without the time at which they were taken.
 */
export async function plainCount({ db }: Pick<Tools, 'db'>, { from, to }: Days = {}) {
  const rows = await readRows(db)
  const inside = (at: Date | null): at is Date =>
    at !== null && (!from || dayOf(at) >= from) && (!to || dayOf(at) <= to)
  const plays = rows.plays.filter(({ played_at }) => inside(played_at))
  const handovers = rows.plays.filter(({ claimed_at }) => inside(claimed_at))
  const accounts = rows.accounts.filter(({ created_at }) => inside(created_at))
  const everPlayed = new Set(rows.plays.map(({ player_id }) => player_id))
  const days = daysBetween([...plays.map(p => dayOf(p.played_at)), ...handovers.map(p => dayOf(p.claimed_at as Date))])
  const count = (those: unknown[], all: unknown[]) => (all.length ? those.length / all.length : null)

  return {
    period: { from: from ?? null, to: to ?? null },
    tickets: rows.tickets,
    plays: plays.length,
    handovers: handovers.length,
    players: [...firstPlays(rows).values()].filter(inside).length,
    accounts: accounts.length,
    conversion: {
      playedOfTickets: rows.tickets ? plays.length / rows.tickets : null,
      handedOverOfPlayed: count(
        plays.filter(play => play.claimed_at),
        plays,
      ),
      playersOfAccounts: count(
        accounts.filter(({ id }) => everPlayed.has(id)),
        accounts,
      ),
    },
    prizes: rows.prizes.map(({ id, slug, quota }) => ({
      prize: slug,
      allotted: quota,
      played: plays.filter(play => play.prize_id === id).length,
      handedOver: handovers.filter(play => play.prize_id === id).length,
      remaining: quota - rows.plays.filter(play => play.prize_id === id && play.claimed_at).length,
    })),
    perDay: days.map(day => ({
      day,
      plays: plays.filter(play => dayOf(play.played_at) === day).length,
      handovers: handovers.filter(play => dayOf(play.claimed_at as Date) === day).length,
    })),
    perHour: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      plays: plays.filter(play => hourOf(play.played_at) === hour).length,
      handovers: handovers.filter(play => hourOf(play.claimed_at as Date) === hour).length,
    })),
    perShop: rows.shops.map(({ id, slug }) => ({
      shop: slug,
      handovers: handovers.filter(play => play.claimed_shop_id === id).length,
    })),
    perEmployee: perEmployee(handovers),
    perAge: perAge(plays),
  }
}

/** What an answer says, in the words of plainCount. */
export function inPlainWords({ takenAt: _, prizes, perShop, perEmployee, ...rest }: Statistics) {
  return {
    ...rest,
    prizes: prizes.map(({ prize, ...figures }) => ({ prize: prize.slug, ...figures })),
    perShop: perShop.map(({ shop, handovers }) => ({ shop: shop.slug, handovers })),
    perEmployee: perEmployee.map(({ employee, shop, handovers }) => [employee.id, shop.slug, handovers]).sort(),
  }
}

async function readRows(db: Tools['db']) {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async db => ({
      tickets: (await db.selectFrom('contests').select('ticket_count').executeTakeFirstOrThrow()).ticket_count ?? 0,
      accounts: await db.selectFrom('users').select(['id', 'created_at']).execute(),
      shops: await db.selectFrom('shops').select(['id', 'slug']).orderBy('city').execute(),
      prizes: await db.selectFrom('prizes').select(['id', 'slug', 'quota']).orderBy('position').execute(),
      plays: await db
        .selectFrom('participations as play')
        .innerJoin('tickets as ticket', 'ticket.id', 'play.ticket_id')
        .innerJoin('users as player', 'player.id', 'play.player_id')
        .select(['play.player_id', 'play.played_at', 'play.prize_id', 'play.age_band', 'player.birth_date'])
        .leftJoin('shops', 'shops.id', 'ticket.claimed_shop_id')
        .select(['ticket.claimed_at', 'ticket.claimed_shop_id', 'ticket.claimed_by', 'shops.slug as claimed_shop'])
        .execute(),
    }))
}

/** Employee, shop and number, one each. */
function perEmployee(handovers: Rows['plays']) {
  const keys = handovers.map(({ claimed_by, claimed_shop }) => JSON.stringify([claimed_by, claimed_shop]))
  return [...new Set(keys)].map(key => [...JSON.parse(key), keys.filter(other => other === key).length]).sort()
}

function firstPlays({ plays }: Rows): Map<number, Date> {
  const first = new Map<number, Date>()
  for (const { player_id, played_at } of plays) {
    const known = first.get(player_id)
    if (!known || played_at < known) first.set(player_id, played_at)
  }
  return first
}

function daysBetween(days: string[]): string[] {
  const [first, last] = [days.toSorted().at(0), days.toSorted().at(-1)]
  const all: string[] = []
  for (let day = first; day && last && day <= last; day = nextDay(day)) all.push(day)
  return all
}

const nextDay = (day: string) => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

const BANDS = [
  [0, 17],
  [18, 24],
  [25, 34],
  [35, 44],
  [45, 54],
  [55, 64],
  [65, null],
] as const

function perAge(plays: Rows['plays']) {
  const bands = plays.map(play => play.age_band ?? bandOf(play))
  const band = (from: number | null, to: number | null) => ({
    from,
    to,
    plays: bands.filter(lowerBound => lowerBound === from).length,
  })
  const all = [...BANDS.map(([from, to]) => band(from, to)), band(null, null)]
  return all.filter(({ from, plays }) => plays > 0 || (from !== null && from > 0))
}

function bandOf({ birth_date, played_at }: Rows['plays'][number]): number | null {
  if (!birth_date) return null
  const day = dayOf(played_at)
  const age = Number(day.slice(0, 4)) - Number(birth_date.slice(0, 4)) - (day.slice(5) < birth_date.slice(5) ? 1 : 0)
  return BANDS.findLast(([from]) => age >= from)?.[0] ?? null
}

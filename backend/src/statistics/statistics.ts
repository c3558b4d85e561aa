import type { DayPeriod } from '@tiptop/contract/period.ts'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import type { Counted } from '../database/schema.ts'
import { AGE_BANDS } from './age-bands.ts'
import type { CountedFigure, CountedPrize, CountedShop, EmployeeFigure } from './queries.ts'
import { markUnusual } from './unusual-handovers.ts'

type StatisticsFacts = {
  takenAt: Date
  period: DayPeriod
  tickets: number
  prizes: CountedPrize[]
  shops: CountedShop[]
  figures: CountedFigure[]
  employees: EmployeeFigure[]
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const DAY_MS = 86_400_000

/** The statistics made of these figures: each sum in its place, and 0 where nothing was counted. */
export function statisticsOf({
  takenAt,
  period,
  tickets,
  prizes,
  shops,
  figures,
  employees,
}: StatisticsFacts): Statistics {
  const { amount, ever, total } = sumsOf(figures)
  const [plays, accounts] = [total('plays'), total('accounts')]
  return {
    takenAt: takenAt.toISOString(),
    period: { from: period.from ?? null, to: period.to ?? null },
    tickets,
    plays,
    handovers: total('handovers'),
    players: total('players'),
    accounts,
    conversion: conversionOf({ tickets, plays, accounts }, total),
    prizes: prizes.map(({ id, prize, quota }) => ({
      prize,
      allotted: quota,
      played: amount('plays', { key: id }),
      handedOver: amount('handovers', { key: id }),
      remaining: quota - ever('handovers', id),
    })),
    perDay: daysOf(figures).map(day => ({
      day,
      plays: amount('plays', { day }),
      handovers: amount('handovers', { day }),
    })),
    perHour: HOURS.map(hour => ({
      hour,
      plays: amount('plays-by-hour', { key: hour }),
      handovers: amount('handovers-by-hour', { key: hour }),
    })),
    perShop: shops.map(({ id, shop }) => ({ shop, handovers: amount('handovers-by-shop', { key: id }) })),
    perEmployee: markUnusual(employees),
    perAge: AGE_BANDS.flatMap(({ key, from, to, always }) => {
      const plays = amount('plays-by-age', { key })
      return always || plays > 0 ? [{ from, to, plays }] : []
    }),
  }
}

/** Looks up what was counted; 0 where nothing was. */
function sumsOf(figures: CountedFigure[]) {
  const sums = new Map(figures.map(figure => [nameOf(figure), figure]))
  return {
    /** in the period */
    amount: (measure: Counted, part: FigureKey) => sums.get(nameOf({ measure, ...part }))?.amount ?? 0,
    /** since the contest began */
    ever: (measure: Counted, key: number) => sums.get(nameOf({ measure, key }))?.ever ?? 0,
    /** in the period, over all keys */
    total: (measure: Counted) =>
      figures.reduce(
        (sum, figure) => (figure.measure === measure && figure.key !== null ? sum + figure.amount : sum),
        0,
      ),
  }
}

function conversionOf(
  { tickets, plays, accounts }: Pick<Statistics, 'tickets' | 'plays' | 'accounts'>,
  total: (measure: Counted) => number,
): Statistics['conversion'] {
  return {
    playedOfTickets: share(plays, tickets),
    handedOverOfPlayed: share(total('plays-handed-over'), plays),
    playersOfAccounts: share(total('accounts-in-play'), accounts),
  }
}

type FigureKey = { key?: number | null; day?: string | null }

function nameOf({ measure, key = null, day = null }: FigureKey & { measure: Counted }): string {
  return `${measure} ${key} ${day}`
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

/** Every day from the first to the last on which something happened in the period. */
function daysOf(figures: CountedFigure[]): string[] {
  const days = figures.flatMap(({ measure, day, amount }) =>
    day !== null && amount > 0 && (measure === 'plays' || measure === 'handovers') ? Date.parse(day) : [],
  )
  if (!days.length) return []
  const [first, last] = [Math.min(...days), Math.max(...days)]
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, place) =>
    new Date(first + place * DAY_MS).toISOString().slice(0, 10),
  )
}

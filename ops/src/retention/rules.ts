import { dayAfterMonths, dayOf, dayWords, monthOf, monthWords, weekOf, weekWords } from './calendar.ts'

/** What retention knows of a backup. */
export type JudgedBackup = {
  /** no other backup of the same place has it */
  name: string
  at: Date
  /** `proven`: was read back or restored; `broken`: half of it, or damaged since */
  state: 'proven' | 'unproven' | 'broken'
  /** why it must stay whatever the rules say, a sentence in French */
  neededFor?: string
}

/** What a rule says of a backup: whether it keeps it, and why or why not, in French. */
type RuleAnswer = { keeps: boolean; because: string }

/** Looks at the backups that count, the newest first, and then answers for each of them. Ages are those on `today`. */
type RetentionRule = <B extends JudgedBackup>(
  backups: readonly B[],
  limit: number,
  today: number,
) => (backup: B) => RuleAnswer

/** The ways of keeping backups. Each names a number: of backups, of nights, of weeks, of days, of months. */
export const rules = {
  /** so many of the newest, however old they are */
  newest(backups, limit) {
    const ranks = new Map(backups.map((backup, index) => [backup, index + 1]))
    return backup => {
      const rank = ranks.get(backup) ?? 0
      return rank <= limit
        ? { keeps: true, because: `${nth(rank)} des ${limit} dernières` }
        : { keeps: false, because: `${nth(rank)} : les ${limit} dernières sont gardées` }
    }
  },

  /** of the last nights that have a backup, so many: the newest one of each */
  nights(backups, limit) {
    const nightOf = periodsOf(backups, dayOf)
    return backup => {
      const { rank, newest } = nightOf(backup)
      if (backup !== newest) return { keeps: false, because: `${newest.name} est de la même nuit, et plus récente` }
      return rank <= limit
        ? { keeps: true, because: `${nth(rank)} des ${limit} dernières nuits` }
        : { keeps: false, because: `${nth(rank)} nuit : les ${limit} dernières sont gardées` }
    }
  },

  /** of the last weeks that have a backup, so many: the first one of each */
  weeks(backups, limit) {
    const weekOfBackup = periodsOf(backups, weekOf)
    return backup => {
      const { rank, first } = weekOfBackup(backup)
      const week = weekWords(weekOf(backup.at))
      if (backup !== first) return { keeps: false, because: `pas la première de la semaine ${week}` }
      return rank <= limit
        ? { keeps: true, because: `première de la semaine ${week}, ${nth(rank)} des ${limit} dernières` }
        : { keeps: false, because: `${nth(rank)} semaine (${week}) : les ${limit} dernières sont gardées` }
    }
  },

  /** everything, for so many days */
  days(_backups, limit, today) {
    return ({ at }) => {
      const age = today - dayOf(at)
      return age <= limit
        ? { keeps: true, because: `${days(age)} : tout est gardé ${days(limit)}` }
        : { keeps: false, because: `${days(age)} : tout n'est gardé que ${days(limit)}` }
    }
  },

  /** the first one of each month, until the same day so many months later */
  months(backups, limit, today) {
    const monthOfBackup = periodsOf(backups, monthOf)
    return backup => {
      const { first } = monthOfBackup(backup)
      const month = monthWords(monthOf(backup.at))
      if (backup !== first) return { keeps: false, because: `pas la première du mois (${month} : ${first.name})` }
      const until = dayAfterMonths(backup.at, limit)
      return {
        keeps: today <= until,
        because: `première du mois (${month}), gardée ${limit} mois, jusqu'au ${dayWords(until)}`,
      }
    }
  },
} satisfies Record<string, RetentionRule>

export type RuleName = keyof typeof rules

/** `1 jour`, `30 jours`. */
export function days(count: number): string {
  return `${count} jour${count > 1 ? 's' : ''}`
}

function nth(rank: number): string {
  return rank === 1 ? '1re' : `${rank}e`
}

type BackupPeriod<B> = { rank: number; newest: B; first: B }

/** The periods that have backups, the last one first, with the backups that stand for them. */
function periodsOf<B extends JudgedBackup>(
  backups: readonly B[],
  periodOf: (at: Date) => number,
): (backup: B) => BackupPeriod<B> {
  const periods = new Map<number, BackupPeriod<B>>()
  for (const backup of backups) {
    const period = periods.get(periodOf(backup.at))
    if (period) period.first = backup
    else periods.set(periodOf(backup.at), { rank: periods.size + 1, newest: backup, first: backup })
  }
  return backup => periods.get(periodOf(backup.at)) as BackupPeriod<B>
}

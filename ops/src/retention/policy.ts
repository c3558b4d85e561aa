import { dayOf, dayWords } from './calendar.ts'
import { days, type JudgedBackup, type RuleName, rules } from './rules.ts'

/** What a place keeps. */
export type RetentionPolicy = {
  /** each of these rules keeps what it asks for; what none asks for goes */
  keep: Partial<Record<RuleName, number>>
  /** in days: what is older goes, also when a rule asks for it */
  nothingPast?: number
  /** in days: a longer pause between two nights lets the clock be doubted */
  longestPause?: number
}

/** What is kept where, as diagrams 3.1 and 3.3 and docs/decisions/retention.md have it. */
export const retention = {
  local: { keep: { nights: 7, weeks: 4 }, nothingPast: 30, longestPause: 7 },
  remote: { keep: { days: 90, months: 12 }, longestPause: 7 },
  preDeploy: { keep: { newest: 5 } },
} as const satisfies Record<string, RetentionPolicy>

/** A reason to keep a backup, in French, and the rule that gives it. */
export type RetentionReason = { rule: RuleName | 'newest-of-all' | 'needed' | 'broken' | 'future'; because: string }
export type RetentionVerdict<B extends JudgedBackup = JudgedBackup> =
  | { backup: B; keep: true; reasons: RetentionReason[] }
  | { backup: B; keep: false; why: string }

/** What retention says of a place. */
export type RetentionSurvey = {
  verdicts: RetentionVerdict[]
  /** what else is there, a sentence in French each */
  remarks: string[]
}

/** The names of the backups that none of its rules keeps. */
export function namesGoing(verdicts: readonly RetentionVerdict[]): string[] {
  return verdicts.filter(({ keep }) => !keep).map(({ backup }) => backup.name)
}

/** After so many nights a clock that was doubted is believed. */
const NIGHTS_TO_BELIEVE = 7

/**
 * Says of every backup of one place whether it is kept, and why; the newest first. What is doubtful is kept and pushes
 * nothing out: what is broken or dated after `now` does not count; what is not proven, or follows a long pause, counts
 * only beside what would be kept without it. The newest one, and the newest proven one, are always kept. Ages are
 * counted from the newest backup and not from `now`: where backups fail, none gets old.
 */
export function judge<B extends JudgedBackup>(
  backups: readonly B[],
  policy: RetentionPolicy,
  now: Date,
): RetentionVerdict<B>[] {
  const ordered = backups.toSorted(newestFirst)
  const counting = ordered.filter(backup => backup.state !== 'broken' && !isFuture(backup, now))
  const proven = counting.filter(({ state }) => state === 'proven')
  const views = [view(counting, ''), ...(proven.length < counting.length ? [view(proven, ' parmi les prouvées')] : [])]
    .flatMap(found => [found, ...beforePauses(found, policy.longestPause)])
    .map(found => ask(found, policy))
  return ordered.map(backup => {
    const answers = views.map(answer => answer(backup))
    const reasons = [...reasonsBeside(backup, now), ...answers.flatMap(answer => answer.reasons)]
    if (reasons.length) return { backup, keep: true, reasons: oneOfEachRule(reasons) }
    return { backup, keep: false, why: answers[0]?.against.join(' ; ') ?? '' }
  })
}

/** Backups that are judged as if there were no others, the newest first. */
type BackupView<B> = { backups: readonly B[]; today: number; which: string }

function view<B extends JudgedBackup>(backups: readonly B[], which: string): BackupView<B> {
  const [newest] = backups
  return { backups, today: newest ? dayOf(newest.at) : 0, which }
}

/**
 * The backups before each long pause that is not followed by enough nights yet. A clock that jumped forward looks like a
 * pause: what it dates must not make the others look old.
 */
function beforePauses<B extends JudgedBackup>(
  { backups, which }: BackupView<B>,
  longest = Number.POSITIVE_INFINITY,
): BackupView<B>[] {
  const nights = [...new Set(backups.map(({ at }) => dayOf(at)))].slice(0, NIGHTS_TO_BELIEVE)
  return nights.slice(1).flatMap((night, index) => {
    const pause = (nights[index] as number) - night
    if (pause <= longest) return []
    const before = backups.filter(({ at }) => dayOf(at) <= night)
    return [view(before, `${which} sans ce qui suit ${days(pause)} sans sauvegarde (horloge à vérifier)`)]
  })
}

type ViewAnswer = { reasons: RetentionReason[]; against: string[] }

function ask<B extends JudgedBackup>(
  { backups, today, which }: BackupView<B>,
  { keep, nothingPast = Number.POSITIVE_INFINITY }: RetentionPolicy,
) {
  const names = Object.keys(keep) as RuleName[]
  const asked = names.map(rule => ({ rule, say: rules[rule](backups, keep[rule] as number, today) }))
  const seen = new Set(backups)
  return (backup: B): ViewAnswer => {
    if (!seen.has(backup)) return { reasons: [], against: [] }
    const age = today - dayOf(backup.at)
    const isPast = age > nothingPast
    const said = asked.map(({ rule, say }) => ({ rule, ...say(backup) }))
    const kept = said.filter(({ keeps }) => keeps && !isPast)
    return {
      reasons: [
        ...(backup === backups[0] ? [{ rule: 'newest-of-all', because: `la plus récente${which}` } as const] : []),
        ...kept.map(({ rule, because }) => ({ rule, because: `${because}${which}` })),
      ],
      against: isPast
        ? [`${days(age)} : rien n'est gardé ici plus de ${days(nothingPast)}`]
        : said.map(({ because }) => because),
    }
  }
}

function reasonsBeside(backup: JudgedBackup, now: Date): RetentionReason[] {
  const { state, at, neededFor } = backup
  const byHand = 'ne compte pas ; à regarder, puis à supprimer à la main'
  return [
    ...(neededFor ? [{ rule: 'needed', because: neededFor } as const] : []),
    ...(state === 'broken' ? [{ rule: 'broken', because: `n'est pas entière, et ${byHand}` } as const] : []),
    ...(isFuture(backup, now)
      ? [
          {
            rule: 'future',
            because: `datée du futur (${dayWords(dayOf(at))}, horloge à vérifier), et ${byHand}`,
          } as const,
        ]
      : []),
  ]
}

/** A few seconds are no jump of the clock: days are compared. */
function isFuture({ at }: JudgedBackup, now: Date): boolean {
  return dayOf(at) > dayOf(now)
}

function oneOfEachRule(reasons: RetentionReason[]): RetentionReason[] {
  return [...new Map(reasons.toReversed().map(reason => [reason.rule, reason])).values()].reverse()
}

/** Of one moment, the name decides: the order in which a folder lists them means nothing. */
function newestFirst(one: JudgedBackup, other: JudgedBackup): number {
  return other.at.getTime() - one.at.getTime() || (one.name < other.name ? 1 : -1)
}

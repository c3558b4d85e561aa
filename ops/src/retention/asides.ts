import { ASIDE_DAYS, type Aside, listAsides, proposedOn } from '../archive/aside/asides.ts'
import { readUndecided } from '../archive/aside/undecided.ts'
import type { Home } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import { inBytes } from '../tools/free-space.ts'
import { psql } from '../tools/postgres.ts'
import type { Tools } from '../tools/tools.ts'
import { dayOf } from './calendar.ts'
import type { RetentionPlace } from './places.ts'
import type { RetentionSurvey, RetentionVerdict } from './policy.ts'
import { days } from './rules.ts'

/**
 * What restorations put aside. Only a person removes it: it may hold what has still to be reconciled, so no night judges
 * this place.
 */
export function asidePlace({ shell }: Pick<Tools, 'shell'>): RetentionPlace {
  return {
    name: 'aside',
    title: 'Bases mises de côté',
    judged: '3.3/I',
    removed: '3.3/I',
    judge: (home, now) => judgeAsides(home, now, { shell }),
    remove: removeAsides,
  }
}

async function judgeAsides(home: Home, now: Date, { shell }: Pick<Tools, 'shell'>): Promise<RetentionSurvey> {
  try {
    const [asides, undecided] = await Promise.all([listAsides(home, { shell }), readUndecided(home)])
    const waiting = new Map(undecided.map(({ from, questions }) => [from, questions.length]))
    return { verdicts: asides.map(aside => judgeAside(aside, now, waiting.get(aside.name) ?? 0)), remarks: [] }
  } catch (error) {
    const [why] = (error as Error).message.split('\n')
    return { verdicts: [], remarks: [`ce qui est de côté n’a pas pu être lu : ${why}`] }
  }
}

/** @param waiting how many decisions need this database */
function judgeAside(aside: Aside, now: Date, waiting: number): RetentionVerdict {
  const { name, at, bytes } = aside
  const age = dayOf(now) - dayOf(at)
  const backup = { name, at, state: 'unproven' as const }
  const size = bytes === null ? 'taille inconnue' : inBytes(bytes)
  if (age >= ASIDE_DAYS && waiting)
    return {
      backup,
      keep: true,
      reasons: [{ rule: 'needed', because: `${size} ; ${waiting} contradiction(s) à décider` }],
    }
  if (age >= ASIDE_DAYS) return { backup, keep: false, why: `${size} ; ${days(age)} : gardée ${days(ASIDE_DAYS)}` }
  const because = `${size} ; ${days(Math.max(age, 0))} : gardée ${days(ASIDE_DAYS)}, jusqu’au ${proposedOn(aside)}`
  return { backup, keep: true, reasons: [{ rule: 'days', because }] }
}

async function removeAsides(
  verdicts: RetentionVerdict[],
  { home }: Target,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
): Promise<string[]> {
  const left: string[] = []
  for (const { backup, keep } of verdicts) {
    if (keep) continue
    signal.throwIfAborted()
    const { name } = backup
    const removing = name.startsWith('tiptop_until_')
      ? shell.run(psql(home.database, 'postgres'), { input: `drop database if exists ${name} with (force);` })
      : shell.run(['docker', 'volume', 'rm', name])
    await removing.catch((error: Error) => left.push(`${name} reste : ${error.message}`))
  }
  return left
}

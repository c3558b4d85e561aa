import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { dayAfterMonths, dayOf, dayWords, weekOf, weekWords } from './calendar.ts'
import { judge, type RetentionPolicy, retention } from './policy.ts'
import type { JudgedBackup } from './rules.ts'

const backup = (at: string, state: JudgedBackup['state'] = 'proven'): JudgedBackup => ({
  name: at,
  at: new Date(at.includes('T') ? at : `${at}T02:00:00Z`),
  state,
})
/** One backup a night, from the first to the last of these days. */
function nights(from: string, to: string): JudgedBackup[] {
  const days = dayOf(new Date(to)) - dayOf(new Date(from)) + 1
  return Array.from({ length: days }, (_, day) => backup(dayWords(dayOf(new Date(from)) + day)))
}
/** What is said of each backup, by its name. */
function said(backups: JudgedBackup[], policy: RetentionPolicy, now: string): Record<string, string> {
  const verdicts = judge(backups, policy, new Date(now.includes('T') ? now : `${now}T02:05:00Z`))
  return Object.fromEntries(
    verdicts.map(verdict => [
      verdict.backup.name,
      verdict.keep ? verdict.reasons.map(({ because }) => because).join(' ; ') : `✗ ${verdict.why}`,
    ]),
  )
}
const keptOf = (backups: JudgedBackup[], policy: RetentionPolicy, now: string) =>
  Object.entries(said(backups, policy, now)).flatMap(([name, words]) => (words.startsWith('✗') ? [] : [name]))

test('here, seven nights and the first night of four weeks are kept, and each says why', () => {
  const words = said(nights('2026-10-01', '2026-11-22'), retention.local, '2026-11-22')
  expect(words).toMatchObject({
    '2026-11-22': 'la plus récente ; 1re des 7 dernières nuits',
    '2026-11-16': '7e des 7 dernières nuits ; première de la semaine 2026-S47, 1re des 4 dernières',
    '2026-11-15': '✗ 8e nuit : les 7 dernières sont gardées ; pas la première de la semaine 2026-S46',
    '2026-10-26': 'première de la semaine 2026-S44, 4e des 4 dernières',
    '2026-10-19': "✗ 34 jours : rien n'est gardé ici plus de 30 jours",
  })
  expect(Object.values(words).filter(sentence => !sentence.startsWith('✗'))).toHaveLength(10)
})

test('here, a backup of exactly 30 days stays if its week asks for it; the next day it goes [3.3/J 3.1/AK]', () => {
  const recent = nights('2026-11-17', '2026-11-23')
  expect(said([backup('2026-10-24'), ...recent], retention.local, '2026-11-23')['2026-10-24']).toBe(
    'première de la semaine 2026-S43, 3e des 4 dernières',
  )
  expect(said([backup('2026-10-23'), ...recent], retention.local, '2026-11-23')['2026-10-23']).toBe(
    "✗ 31 jours : rien n'est gardé ici plus de 30 jours",
  )
  reached('3.3/J', '3.1/AK')
})

test('far away, everything is kept 90 days, then the first of each month for 12 months', () => {
  const words = said(nights('2025-10-01', '2026-11-23'), retention.remote, '2026-11-23')
  expect(words).toMatchObject({
    '2026-11-22': '1 jour : tout est gardé 90 jours',
    '2026-11-21': '2 jours : tout est gardé 90 jours',
    '2026-08-25': '90 jours : tout est gardé 90 jours',
    '2026-08-24': "✗ 91 jours : tout n'est gardé que 90 jours ; pas la première du mois (août 2026 : 2026-08-01)",
    '2026-08-01': "première du mois (août 2026), gardée 12 mois, jusqu'au 2027-08-01",
    '2025-12-01': "première du mois (décembre 2025), gardée 12 mois, jusqu'au 2026-12-01",
    '2025-11-01':
      "✗ 387 jours : tout n'est gardé que 90 jours ; première du mois (novembre 2025), gardée 12 mois, jusqu'au 2026-11-01",
  })
})

test('of the rollback points, the five newest are kept, however old they are [3.3/G 3.3/H]', () => {
  const days = ['2024-02-29', '2025-12-31', '2026-01-01', '2026-01-01T02:00:01Z', '2026-03-29', '2026-11-23']
  expect(
    keptOf(
      days.map(day => backup(day)),
      retention.preDeploy,
      '2026-11-23',
    ),
  ).toEqual(days.slice(1).toReversed())
  expect(
    said(
      days.map(day => backup(day)),
      retention.preDeploy,
      '2026-11-23',
    )['2024-02-29'],
  ).toBe('✗ 6e : les 5 dernières sont gardées')
  reached('3.3/G', '3.3/H')
})

test('of several backups of one night the newest stands for it, and the first for the week and the month', () => {
  const twice = [backup('2026-11-02'), backup('2026-11-02T14:00:00Z'), backup('2026-11-03')]
  expect(keptOf(twice, { keep: { nights: 7 } }, '2026-11-03')).toEqual(['2026-11-03', '2026-11-02T14:00:00Z'])
  expect(said(twice, { keep: { nights: 7 } }, '2026-11-03')['2026-11-02']).toBe(
    '✗ 2026-11-02T14:00:00Z est de la même nuit, et plus récente',
  )
  expect(keptOf(twice, { keep: { weeks: 4 } }, '2026-11-03')).toEqual(['2026-11-03', '2026-11-02'])
  expect(keptOf(twice, { keep: { months: 12 } }, '2026-11-03')).toEqual(['2026-11-03', '2026-11-02'])
})

test('where the first night of a week or a month was missed, the next one stands for it', () => {
  const late = nights('2026-11-04', '2026-11-08')
  expect(said(late, retention.local, '2026-11-08')['2026-11-04']).toContain('première de la semaine 2026-S45')
  expect(said(late, retention.remote, '2026-11-08')['2026-11-04']).toContain('première du mois (novembre 2026)')
})

test('a week goes over the end of a year, and some years have 53', () => {
  expect(weekOf(new Date('2026-12-31T23:59:59Z'))).toBe(weekOf(new Date('2027-01-03T00:00:00Z')))
  expect(weekOf(new Date('2027-01-04T00:00:00Z'))).toBe(weekOf(new Date('2026-12-31T12:00:00Z')) + 1)
  const words = (at: string) => weekWords(weekOf(new Date(at)))
  expect(['2024-12-30', '2026-12-31', '2027-01-03', '2027-01-04', '2021-01-01'].map(words)).toEqual([
    '2025-S01',
    '2026-S53',
    '2026-S53',
    '2027-S01',
    '2020-S53',
  ])
  const kept = keptOf(nights('2026-12-21', '2027-01-10'), { keep: { weeks: 4 } }, '2027-01-10')
  expect(kept).toEqual(['2027-01-10', '2027-01-04', '2026-12-28', '2026-12-21'])
  expect(said(nights('2026-12-21', '2027-01-10'), { keep: { weeks: 2 } }, '2027-01-10')['2026-12-21']).toBe(
    '✗ 3e semaine (2026-S52) : les 2 dernières sont gardées',
  )
})

test('twelve months end on the same day a year later, and what was made on a leap day stays a day longer', () => {
  const until = (at: string) => dayWords(dayAfterMonths(new Date(at), 12))
  expect(['2027-03-01', '2028-02-29', '2028-12-31'].map(until)).toEqual(['2028-03-01', '2029-03-01', '2029-12-31'])
  const leap = [backup('2028-02-29'), ...nights('2029-02-20', '2029-03-01')]
  expect(keptOf(leap, retention.remote, '2029-03-01')).toContain('2028-02-29')
  expect(keptOf([...leap, backup('2029-03-02')], retention.remote, '2029-03-02')).not.toContain('2028-02-29')
})

test('backups dated in the future are reported, count for nothing and push nothing out', () => {
  const made = nights('2026-11-01', '2026-11-23')
  const future = nights('2027-06-01', '2027-06-09')
  const words = said([...made, ...future], retention.local, '2026-11-23')
  expect(words['2027-06-01']).toBe(
    'datée du futur (2027-06-01, horloge à vérifier), et ne compte pas ; à regarder, puis à supprimer à la main',
  )
  expect(keptOf([...made, ...future], retention.local, '2026-11-23').slice(9)).toEqual(
    keptOf(made, retention.local, '2026-11-23'),
  )
})

test('a clock that jumps ahead makes nothing old, until seven nights in a row have believed it', () => {
  const made = nights('2026-01-01', '2026-11-23')
  const ahead = nights('2028-03-01', '2028-03-07')
  for (const policy of [retention.local, retention.remote]) {
    const doubted = keptOf([...made, ...ahead.slice(0, 6)], policy, '2028-03-06')
    expect(doubted).toEqual(expect.arrayContaining(keptOf(made, policy, '2026-11-23')))
    expect(keptOf([...made, ...ahead], policy, '2028-03-07')).toEqual(ahead.map(({ name }) => name).reverse())
  }
  expect(said([...made, ...ahead.slice(0, 1)], retention.local, '2028-03-01')['2026-11-17']).toBe(
    '7e des 7 dernières nuits sans ce qui suit 464 jours sans sauvegarde (horloge à vérifier)',
  )
})

test('a pause of seven nights lets no clock be doubted, one of eight does', () => {
  const after = (pause: string) =>
    keptOf([backup('2026-10-01'), backup(pause)], { keep: { nights: 1 }, longestPause: 7 }, pause)
  expect(after('2026-10-08')).toEqual(['2026-10-08'])
  expect(after('2026-10-09')).toEqual(['2026-10-09', '2026-10-01'])
})

test('of backups of one moment the names decide, in whatever order they are listed', () => {
  const made = ['a', 'b', 'c'].map(name => ({ ...backup('2026-11-01'), name }))
  for (const listed of [made, made.toReversed()])
    expect(keptOf(listed, { keep: { newest: 2 } }, '2026-11-01')).toEqual(['c', 'b'])
})

test('where no backup is made any more, none gets old', () => {
  const made = nights('2026-10-01', '2026-11-22')
  expect(keptOf(made, retention.local, '2027-08-01')).toEqual(keptOf(made, retention.local, '2026-11-22'))
})

test('a backup that nothing has proven never pushes out the last one that is', () => {
  const made = [...nights('2026-10-01', '2026-10-10'), ...nights('2026-10-11', '2026-11-22')].map((one, index) =>
    index < 10 ? one : { ...one, state: 'unproven' as const },
  )
  const words = said(made, retention.local, '2026-11-22')
  expect(words['2026-10-10']).toContain('la plus récente parmi les prouvées')
  expect(words['2026-11-22']).toContain('la plus récente')
})

test('what is not whole is reported, counts for nothing and is left to the operator', () => {
  const words = said([backup('2026-11-21'), backup('2026-11-22', 'broken')], retention.preDeploy, '2026-11-22')
  expect(words).toEqual({
    '2026-11-21': 'la plus récente ; 1re des 5 dernières',
    '2026-11-22': "n'est pas entière, et ne compte pas ; à regarder, puis à supprimer à la main",
  })
})

test('what something still needs stays, and says what for', () => {
  const made = nights('2026-11-01', '2026-11-10')
  const needed = { ...(made[0] as JudgedBackup), neededFor: 'le retour de la version 1.4.0 en a besoin' }
  expect(said([needed, ...made.slice(1)], retention.preDeploy, '2026-11-10')['2026-11-01']).toBe(needed.neededFor)
})

test('of nothing, nothing is said', () => {
  expect(judge([], retention.local, new Date())).toEqual([])
})

import { expect, test } from 'vitest'
import { HERE, metricsOf, readAge, staleness } from './freshness.ts'

const now = new Date('2026-11-24T04:30:00Z')
const ago = (hours: number) => ({ name: 'une', at: new Date(now.getTime() - hours * 3_600_000) })
const faults = (hours: number) => staleness([{ name: HERE, newest: ago(hours) }], 26 * 3_600_000, now)

test('a backup of last night is young enough, one that missed a night is not', () => {
  expect(faults(2.5)).toEqual([])
  expect(faults(26)).toEqual([])
  expect(faults(26.5)).toEqual(['ici : la plus récente, une, a 26 h ; 26 h au plus sont permises.'])
  expect(faults(24 * 42)).toEqual(['ici : la plus récente, une, a 42 jours ; 26 h au plus sont permises.'])
})

test('a place without any backup, one that does not answer, and a backup from the future are reported', () => {
  const places = [
    { name: HERE, newest: null },
    { name: 's3:a', why: 'personne n’écoute' },
    { name: 'rclone:b:c', newest: ago(-5) },
  ]
  expect(staleness(places, 26 * 3_600_000, now)).toEqual([
    'ici n’a aucune sauvegarde entière.',
    's3:a ne dit pas ce qu’il a : personne n’écoute',
    'rclone:b:c : une est datée du futur ; l’horloge d’un serveur est fausse.',
  ])
})

test('ages are read in minutes, hours and days, and nothing else is taken for one', () => {
  expect(['26h', '90m', '2d'].map(readAge)).toEqual([93_600_000, 5_400_000, 172_800_000])
  expect(['26', 'h', '0h', '-1h', '1.5h', '26 h'].map(readAge)).toEqual([null, null, null, null, null, null])
})

test('metrics say when the newest was, 0 where there is none, and leave out what is not known', async () => {
  const places = [
    { name: HERE, newest: { name: 'une', at: new Date('2026-11-24T02:00:00Z') } },
    { name: 'rclone:"b"', newest: { name: 'une', at: new Date('2026-11-24T02:00:00Z') } },
    { name: 's3:vide', newest: null },
    { name: 's3:a', why: 'personne n’écoute' },
  ]
  const text = await metricsOf('prod', places, 1, now)
  expect(text).toContain('tiptop_backup_newest_timestamp_seconds{environment="prod",place="ici"} 1795485600\n')
  expect(text).toContain('place="rclone:\\"b\\""} 1795485600\n')
  expect(text).toContain('tiptop_backup_check_faults{environment="prod"} 1\n')
  expect(text).toContain('place="s3:vide"} 0\n')
  expect(text).not.toContain('s3:a')
  expect(text.endsWith('\n')).toBe(true)
})

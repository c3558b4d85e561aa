import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { needsOf, shortage } from './room.ts'

const disk = (folder: string, free: number, device = 1) => ({ folder, free, total: 100_000_000_000, device })

test('the first night needs as much room as the database takes, and what its images take [3.1/C]', () => {
  expect(needsOf([], 1_000, 300)).toEqual({ backup: 1_300, scratch: 1_250 })
  reached('3.1/C')
})

test('after that it needs a quarter more than the biggest of the last seven [3.1/C]', () => {
  const nights = [100, 400, 100, 100, 100, 100, 100, 9_000]
  expect(needsOf(nights, 5_000, 0).backup).toBe(500)
  reached('3.1/C')
})

test('two disks are looked at each for itself, with figures of the one that is short [3.1/D]', () => {
  const needs = { backup: 3_000_000_000, scratch: 8_000_000_000 }
  expect(shortage(needs, disk('/srv/backups', 3_000_000_000), disk('/var/lib/docker', 8_000_000_000, 2))).toBe(null)
  expect(shortage(needs, disk('/srv/backups', 2_000_000_000), disk('/var/lib/docker', 8_000_000_000, 2))).toBe(
    '/srv/backups : 2,0 Go libres sur 100 Go, et il en faut 3,0 Go',
  )
  reached('3.1/D')
})

test('on one disk both have to fit at the same time [3.1/D]', () => {
  const needs = { backup: 3_000_000_000, scratch: 8_000_000_000 }
  const [backups, engine] = [disk('/srv/backups', 10_000_000_000), disk('/var/lib/docker', 10_000_000_000)]
  expect(shortage(needs, backups, engine)).toBe('/srv/backups : 10,0 Go libres sur 100 Go, et il en faut 11,0 Go')
  reached('3.1/D')
})

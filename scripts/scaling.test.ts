import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { mostPlaysPerHour, SCALING_PAGE, scaleOf, scalingTable } from './scaling.ts'

test('the page of machines has the figures that follow from the measured costs', async () => {
  const page = await readFile(SCALING_PAGE, 'utf8')
  expect(page).toContain(scalingTable())
  expect(page).toContain(`${(mostPlaysPerHour / 1e6).toFixed(1)} million plays an hour`)
})

test('ten times the plays are ten times the work, and never fewer machines', () => {
  const [few, many] = [scaleOf(50_000), scaleOf(500_000)]
  expect(many.passwordCores / few.passwordCores).toBeCloseTo(10)
  expect(many.playCores / few.playCores).toBeCloseTo(10)
  expect(many.machines).toBeGreaterThanOrEqual(few.machines)
  expect(scaleOf(1).machines).toBe(1)
})

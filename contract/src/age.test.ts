import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAdult } from './age.ts'

const at = (day: string) => new Date(`${day}T12:00:00Z`)

test('a person comes of age on their eighteenth birthday, born on 29 February on 1 March', () => {
  expect([isAdult('2008-06-15', at('2026-06-14')), isAdult('2008-06-15', at('2026-06-15'))]).toEqual([false, true])
  expect([isAdult('2008-02-29', at('2026-02-28')), isAdult('2008-02-29', at('2026-03-01'))]).toEqual([false, true])
  expect(isAdult('2010-02-28', at('2028-02-29'))).toBe(true)
})

test('no one who is born after today is an adult, up to the last day that can be written', () => {
  const days = fc
    .date({ min: at('2026-11-30'), max: at('9999-12-31'), noInvalidDate: true })
    .map(day => day.toISOString().slice(0, 10))
  fc.assert(
    fc.property(days, day => !isAdult(day, at('2026-11-30'))),
    { examples: [['9999-12-31'], ['9982-01-01']] },
  )
})

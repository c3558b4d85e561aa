import { expect, test } from 'vitest'
import { readBirthDate } from './birth-date.ts'

const now = new Date('2026-11-23T12:00:00Z')
const read = (day: string, month: string, year: string) => readBirthDate({ day, month, year }, now)

test('a birth date is read from day, month and year, with or without leading zeros', () => {
  expect(read('7', '3', '1990')).toEqual({ date: '1990-03-07' })
  expect(read(' 29 ', '02', '2000')).toEqual({ date: '2000-02-29' })
})

test('the day of the eighteenth birthday is old enough, the day before is not', () => {
  expect(read('23', '11', '2008')).toEqual({ date: '2008-11-23' })
  expect(read('24', '11', '2008')).toEqual({ fault: 'minor' })
})

test.each([
  ['31', '02', '1990'],
  ['0', '1', '1990'],
  ['1', '13', '1990'],
  ['1', '1', '90'],
  ['1', '1', '1899'],
  ['1', '1', '2090'],
  ['x', '1', '1990'],
])('a day that does not exist is refused: %s/%s/%s', (day, month, year) => {
  expect(read(day, month, year)).toEqual({ fault: 'impossible' })
})

test('a part that was left out is reported as missing', () => {
  expect(read('', '1', '1990')).toEqual({ fault: 'missing' })
})

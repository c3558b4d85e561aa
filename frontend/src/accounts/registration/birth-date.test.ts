import { expect, test } from 'vitest'
import { birthDateParts, readBirthDate } from './birth-date.ts'

const read = (day: string, month: string, year: string) => readBirthDate({ day, month, year })

test('a birth date is read from day, month and year, with or without leading zeros', () => {
  expect(read('7', '3', '1990')).toEqual({ date: '1990-03-07' })
  expect(read(' 29 ', '02', '2000')).toEqual({ date: '2000-02-29' })
})

test('a day that the clock of this phone calls the future is read too: the backend judges the age', () => {
  expect(read('23', '11', '2090')).toEqual({ date: '2090-11-23' })
})

test('a day is written into the three fields and read back', () => {
  expect(birthDateParts('1990-03-07')).toEqual({ day: '7', month: '3', year: '1990' })
  expect(readBirthDate(birthDateParts('1990-03-07'))).toEqual({ date: '1990-03-07' })
})

test.each([
  ['31', '02', '1990'],
  ['0', '1', '1990'],
  ['1', '13', '1990'],
  ['1', '1', '90'],
  ['1', '1', '1899'],
  ['x', '1', '1990'],
])('a day that does not exist is refused: %s/%s/%s', (day, month, year) => {
  expect(read(day, month, year)).toEqual({ fault: 'impossible' })
})

test('a part that was left out is reported as missing', () => {
  expect(read('', '1', '1990')).toEqual({ fault: 'missing' })
})

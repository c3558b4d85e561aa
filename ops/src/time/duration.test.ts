import { expect, test } from 'vitest'
import { ageWords, DAY_MS, durationWords, HOUR_MS } from './duration.ts'

test.each([
  [-5, '0,0 s'],
  [440, '0,4 s'],
  [800, '0,8 s'],
  [45_000, '45 s'],
  [61_000, '1 min 01'],
  [725_000, '12 min 05'],
  [3_599_900, '1 h 00'],
  [4_320_000, '1 h 12'],
  [86_280_000, '23 h 58'],
  [3 * DAY_MS - HOUR_MS, '71 h 00'],
  [4 * DAY_MS, '4 jours'],
])('a duration of %d milliseconds reads %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})

test.each([
  [1_800_000, '30 min'],
  [93_600_000, '26 h'],
  [864_000_000, '10 jours'],
])('an age of %d milliseconds reads %s', (ms, words) => {
  expect(ageWords(ms)).toBe(words)
})

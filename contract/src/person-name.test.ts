import { expect, test } from 'vitest'
import { isPersonName } from './person-name.ts'

test.each(['Zoé', ' Le Goff ', 'D’Orval-Aigu', 'مُحَمَّد', 'رضا\u200cی', '김', '王', '葛\u{e0100}城', 'Jean (Mimi)'])(
  '%j can be a name',
  name => {
    expect(isPersonName(name)).toBe(true)
  },
)

test.each([
  ['nothing', ' '],
  ['signs only', '…-'],
  ['fillers that show nothing', '\u3164\u115f\uffa0'],
  ['spaces without width', '\u200b\u2060'],
  ['a turn of direction', 'Zoé\u202etrebuH'],
  ['an isolate', '\u2066Zoé\u2069'],
  ['a mark of direction', '\u200fZoé'],
  ['a control character', 'Zo\u0000é'],
  ['half a character', 'Zo\ud800é'],
  ['a second line', 'Zoé\u2028Hubert'],
])('%s cannot be in a name, or be one', (_what, name) => {
  expect(isPersonName(name)).toBe(false)
})

import { expect, test } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

test.each([
  'unbelievable',
  'Justin Bieber',
  'Motdepasse2026!',
  '1234 password 1234',
  'azertyazerty',
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  '123456789012',
  '987654321098',
  'Azertyuiopqs',
  'thetiptop2026',
  'ThéTipTop 2026',
])('“%s” is one of the first that are tried', async password => {
  expect(await isCommonPassword(password)).toBe(true)
})

test.each(['un thé au bord du lac', 'une infusion de verveine', 'demo-joueur-the', 'k7#Wm2!vQz9p', '730495182664'])(
  '“%s” is not',
  async password => {
    expect(await isCommonPassword(password)).toBe(false)
  },
)

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { announcedContest } from '@tiptop/contract/announced-contest.ts'
import { expect, test } from 'vitest'
import { palettesOf } from '../../../site/looks/contrast.ts'
import { languages } from '../../../ui/language.ts'
import { cardLines, dayColours } from './card-lines.ts'

const SOURCES = join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(SOURCES, file), 'utf8')

test('the card has the colours of the day, and all that its drawings use', () => {
  const { day } = palettesOf(read('site/looks/colours.css'))
  for (const [name, colour] of Object.entries(dayColours)) expect(colour, name).toBe(day.get(name))
  const drawings = [
    'contest/prizes/prize-picture.tsx',
    'game/share/card/card-picture.tsx',
    'ui/drawings/botanicals.tsx',
  ]
  const used = drawings.flatMap(file => [...read(file).matchAll(/var\(--color-([\w-]+)\)/g)].map(([, name]) => name))
  expect(used.length).toBeGreaterThan(5)
  expect(Object.keys(dayColours)).toEqual(expect.arrayContaining(used))
})

test.each(languages)('the card names the prize, the game and the site, and nothing of the ticket (%s)', lang => {
  const around = { fr: ['J’ai gagné', 'au jeu Thé Tip Top'], en: ['I won', 'in the Thé Tip Top contest'] }[lang]
  for (const prize of announcedContest.prizes) {
    const won = { ...prize, ticket: { code: 'ABCDEFGHJK' }, player: { firstName: 'Alix' } }
    expect(cardLines(won, lang, 'tiptop.test').map(({ text }) => text)).toEqual([
      around[0],
      prize.name[lang],
      around[1],
      'tiptop.test',
    ])
  }
})

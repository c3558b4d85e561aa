import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contrast, over, palettesOf } from './contrast.ts'

const SOURCES = join(import.meta.dirname, '../..')
const palettes = palettesOf(readFileSync(join(import.meta.dirname, 'colours.css'), 'utf8'))
const sources = globSync('**/*.{tsx,astro,css}', { cwd: SOURCES }).map(file => ({
  file,
  text: readFileSync(join(SOURCES, file), 'utf8'),
}))

const page = ['cream', 'paper', 'mist']
const anywhere = [...page, 'sage', 'glow']

/** The grounds on which each text stands. */
const texts: Record<string, string[]> = {
  ink: [...anywhere, 'blush'],
  soft: anywhere,
  hint: ['cream', 'paper'],
  forest: anywhere,
  'forest-deep': page,
  leaf: page,
  infusion: [...page, 'glow'],
  brick: [...page, 'blush'],
  'brick-deep': ['blush'],
  umber: ['glow'],
  // The texts of buttons and of dark areas.
  cream: ['forest', 'forest-deep', 'brick', 'brick-deep'],
  night: ['honey', 'honey-light'],
}
/** Texts of areas that are dark by day too. */
const onDark: Record<string, string[]> = { cream: ['forest', 'night'], honey: ['forest', 'night'] }

/** Lines, drawings and bars that say something: the edge of a field, a series of a chart, the outline of what has the focus. */
const marks: Record<string, string[]> = {
  edge: page,
  leaf: anywhere,
  amber: [...page, 'sage'],
  infusion: anywhere,
  brick: page,
  forest: anywhere,
}

/** Words of class names that set the colour of a drawing which says nothing. */
const DECORATION = ['text-amber', 'text-line', 'text-leaf/45', 'text-honey', 'text-white', 'text-black']

function tooPale(pairs: Record<string, string[]>, palette: ReadonlyMap<string, string>, least: number): string[] {
  return Object.entries(pairs).flatMap(([name, grounds]) =>
    grounds
      .map(ground => ({ ground, ratio: contrast(palette.get(name) ?? '', palette.get(ground) ?? '') }))
      .filter(({ ratio }) => !(ratio >= least))
      .map(({ ground, ratio }) => `${name} on ${ground}: ${ratio.toFixed(2)}`),
  )
}

test.each(['day', 'night'] as const)('every text can be read on each of its grounds, by %s', time => {
  expect(tooPale(texts, palettes[time], 4.5)).toEqual([])
})

test.each(['day', 'night'] as const)('every mark and every edge of a field can be seen, by %s', time => {
  expect(tooPale(marks, palettes[time], 3)).toEqual([])
})

test('what is dark by day too can be read at night', () => {
  expect(tooPale(onDark, palettes.day, 4.5)).toEqual([])
  expect(tooPale(onDark, palettes.onDark, 4.5)).toEqual([])
})

test('every colour of a text in the sources has grounds above, opacity included', () => {
  const used = new Set(
    sources.flatMap(({ text }) => text.match(/(?<=[\s'"`:])text-[a-z][a-z-]*(\/\d+)?(?=[\s'"`;])/g) ?? []),
  )
  const colours = [...used].filter(word => palettes.day.has(word.slice('text-'.length).split('/')[0] ?? ''))
  expect(colours.length).toBeGreaterThan(10)
  const unproven = colours.filter(word => {
    if (DECORATION.includes(word)) return false
    const [name = '', percent = '100'] = word.slice('text-'.length).split('/')
    if (percent === '100') return !(name in texts)
    const grounds = onDark[name] ?? texts[name] ?? []
    return !grounds.length || grounds.some(ground => mixed(name, Number(percent) / 100, ground) < 4.5)
  })
  expect(unproven).toEqual([])
})

/** Returns the least contrast of a text with this opacity, by day and in areas that are dark by day too. */
function mixed(name: string, opacity: number, ground: string): number {
  return Math.min(
    ...[palettes.day, name in onDark ? palettes.onDark : palettes.night].map(palette => {
      const [colour, below] = [palette.get(name) ?? '', palette.get(ground) ?? '']
      return contrast(over(colour, opacity, below), below)
    }),
  )
}

test('no component has a colour of its own: the night would not reach it', () => {
  const own = sources.flatMap(({ file, text }) =>
    (text.match(/-\[#[\da-f]+\]/gi) ?? []).map(word => `${file}: ${word}`),
  )
  expect(own).toEqual([])
})

test('contrast is what WCAG defines', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(over('#000000', 0.5, '#ffffff')).toBe('#808080')
})

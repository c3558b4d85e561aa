type Palette = ReadonlyMap<string, string>

/**
 * Reads the tokens of `colours.css`: those of the day, those of the night, and those of areas that are dark by day too,
 * as they are at night. Colours are `#rrggbb`.
 */
export function palettesOf(css: string): { day: Palette; night: Palette; onDark: Palette } {
  const [light = '', dark = ''] = css.split('@media screen and (prefers-color-scheme: dark)')
  const [root = '', onDark = ''] = (dark.split('@media')[0] ?? '').split('.on-dark')
  const day = tokensIn(light)
  const night = new Map([...day, ...tokensIn(root)])
  return { day, night, onDark: new Map([...night, ...tokensIn(onDark)]) }
}

function tokensIn(css: string): Map<string, string> {
  return new Map(
    [...css.matchAll(/--color-([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  )
}

/** Returns the contrast of two colours, `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Returns a colour laid over another with this opacity, from 0 to 1. */
export function over(colour: string, opacity: number, ground: string): string {
  const [above, below] = [channels(colour), channels(ground)]
  const mixed = above.map((value, index) => Math.round(value * opacity + (below[index] ?? 0) * (1 - opacity)))
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour)
    .map(value => value / 255)
    .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): number[] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
}

import type { Prize } from '@tiptop/contract/contest.ts'
import type { Lang } from '../../../ui/language.ts'
import { cardWords } from './card-words.ts'

/** The width and height of the card, in pixels. */
export const SIDE = 1_080

/** The colours of the site by day, by their names in `colours.css`: a card is the same for every screen. */
export const dayColours: Record<string, string> = {
  cream: '#f7f1e3',
  paper: '#fdfaf3',
  mist: '#edf0e3',
  soft: '#55625a',
  forest: '#1f3d2f',
  infusion: '#8a4a14',
  line: '#d8cfb8',
  amber: '#b36d25',
  celadon: '#c9d3b6',
}

/** `y` is that of the line's foot; `size` is what it has if it fits. Both are pixels. */
type CardLine = { text: string; font: 'display' | 'sans'; weight: number; size: number; y: number; colour: string }

/** What is written on the card of a prize, below its drawing. `host`: where the site is. */
export function cardLines({ name }: Pick<Prize, 'name'>, lang: Lang, host: string): CardLine[] {
  const { won, game } = cardWords[lang]
  return [
    { text: won, font: 'sans', weight: 600, size: 40, y: 716, colour: 'infusion' },
    { text: name[lang], font: 'display', weight: 420, size: 92, y: 812, colour: 'forest' },
    { text: game, font: 'display', weight: 420, size: 48, y: 884, colour: 'soft' },
    { text: host, font: 'sans', weight: 600, size: 34, y: 988, colour: 'infusion' },
  ]
}

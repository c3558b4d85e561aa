import type { Prize } from '@tiptop/contract/contest.ts'
import { render } from 'preact'
import type { Lang } from '../../../ui/language.ts'
import { cardLines, dayColours, SIDE } from './card-lines.ts'
import { CardPicture } from './card-picture.tsx'

/** No line is wider, in pixels. */
const WIDEST = 860

/** Draws the card of a prize as a PNG picture of {@link SIDE} pixels. @throws if the browser cannot */
export async function drawCard(prize: Pick<Prize, 'slug' | 'name'>, lang: Lang, host: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = SIDE
  canvas.height = SIDE
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The browser has no canvas.')
  const picture = new Image(SIDE, SIDE)
  picture.src = `data:image/svg+xml,${encodeURIComponent(svgOf(prize.slug))}`
  await picture.decode()
  context.drawImage(picture, 0, 0, SIDE, SIDE)
  context.textAlign = 'center'
  for (const line of cardLines(prize, lang, host)) await write(context, line)
  return pngOf(canvas)
}

/** A picture of its own knows neither the colours nor the styles of the page. */
function svgOf(slug: string): string {
  const place = document.createElement('div')
  render(<CardPicture slug={slug} />, place)
  const svg = place.firstElementChild as Element
  svg.setAttribute('color', dayColours.forest ?? '')
  const text = new XMLSerializer().serializeToString(svg)
  return text.replace(/var\(--color-([\w-]+)\)/g, (_, name: string) => dayColours[name] ?? '')
}

async function write(
  context: CanvasRenderingContext2D,
  { text, font, weight, size, y, colour }: ReturnType<typeof cardLines>[number],
): Promise<void> {
  const family = getComputedStyle(document.documentElement).getPropertyValue(`--font-${font}`)
  const inSize = (size: number) => `${weight} ${size}px ${family}`
  // Another font does as well.
  await document.fonts.load(inSize(size), text).catch(() => {})
  context.font = inSize(size)
  context.font = inSize(Math.min(size, (size * WIDEST) / context.measureText(text).width))
  context.fillStyle = dayColours[colour] ?? ''
  context.fillText(text, SIDE / 2, y)
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png')
  })
}

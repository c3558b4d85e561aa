import { asHtml } from '../diagrams/drawing.ts'
import { inBytes } from '../tools/free-space.ts'

/**
 * A table that scrolls within itself on a narrow screen.
 * @param caption the name that a screen reader gives it; with a caption, the keyboard can scroll it
 */
export function table(heads: string[], rows: string[], caption = ''): string {
  const head = heads.length
    ? `<thead><tr>${heads.map(text => `<th scope="col">${asHtml(text)}</th>`).join('')}</tr></thead>`
    : ''
  const reached = caption ? ` tabindex="0" role="region" aria-label="${asHtml(caption)}"` : ''
  return `<div class="wide"${reached}><table>${head}<tbody>${rows.join('')}</tbody></table></div>`
}

export const row = (cells: string[], attributes = '') => `<tr${attributes}>${cells.join('')}</tr>`
export const cell = (text: string) => `<td>${asHtml(text)}</td>`
/** The cell that names its row. */
export const rowHead = (text: string) => `<th scope="row">${asHtml(text)}</th>`
export const bytesCell = (bytes: number | null) => `<td class="figure">${bytes === null ? '–' : inBytes(bytes)}</td>`

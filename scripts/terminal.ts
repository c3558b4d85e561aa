import type { WriteStream } from 'node:tty'
import { stripVTControlCharacters, styleText } from 'node:util'

export type Tell = (detail: string) => void

type Line = { label: string; detail: string; state: 'running' | 'done' | 'failed'; startedAt: number; endedAt: number }

const MARK = { running: styleText('yellow', '·'), done: styleText('green', '✓'), failed: styleText('red', '✗') }
const LABEL_WIDTH = 20
const DETAIL_WIDTH = 50
const REDRAW_MS = 120
/** How often something that takes long shows, where lines cannot change, that it goes on. */
const REMIND_MS = 20_000

/**
 * Shows what is being done, a line each with its duration. On a terminal the lines of what still runs change in place;
 * elsewhere (CI, a file) a line is written when it is final.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: its functions share the lines that they redraw
export function openProgress(out: WriteStream | NodeJS.WriteStream = process.stdout) {
  const lines: Line[] = []
  let drawn = 0
  let timer: NodeJS.Timeout | undefined

  function draw(): void {
    if (!out.isTTY) return
    const width = out.columns || 80
    const shown = lines.map(line => `\x1b[2K${cut(show(line), width)}\n`).join('')
    out.write((drawn ? `\x1b[${drawn}A` : '') + shown)
    while (lines[0] && lines[0].state !== 'running') lines.shift()
    drawn = lines.length
    if (!drawn) clearInterval(timer)
  }

  function remind(): void {
    for (const line of lines) out.write(`${show(line).trimEnd()}\n`)
    if (!lines.length) clearInterval(timer)
  }

  function watch(): void {
    clearInterval(timer)
    timer = setInterval(out.isTTY ? draw : remind, out.isTTY ? REDRAW_MS : REMIND_MS).unref()
  }

  function end(line: Line, state: Line['state']): void {
    Object.assign(line, { state, endedAt: performance.now() })
    if (out.isTTY) {
      draw()
    } else {
      lines.splice(lines.indexOf(line), 1)
      out.write(`${show(line).trimEnd()}\n`)
    }
  }

  return {
    /** Shows `work` as a line while it runs and after; `tell` changes what stands beside the label. */
    async step<T>(label: string, work: (tell: Tell) => Promise<T>): Promise<T> {
      const line: Line = { label, detail: '', state: 'running', startedAt: performance.now(), endedAt: 0 }
      lines.push(line)
      draw()
      if (lines.length === 1) watch()
      try {
        const result = await work(detail => {
          line.detail = detail
        })
        end(line, 'done')
        return result
      } catch (error) {
        end(line, 'failed')
        throw error
      }
    },
    /** Writes a line of its own, above what still runs. */
    print(text: string): void {
      if (out.isTTY && drawn) out.write(`\x1b[${drawn}A\x1b[0J`)
      out.write(`${text}\n`)
      drawn = 0
      if (lines.length) draw()
    },
  }
}

function show({ label, detail, state, startedAt, endedAt }: Line): string {
  const seconds = ((endedAt || performance.now()) - startedAt) / 1000
  const duration = formatSeconds(seconds).padStart(9)
  return `  ${MARK[state]} ${label.padEnd(LABEL_WIDTH)} ${detail.padEnd(DETAIL_WIDTH)} ${styleText('dim', duration)}`
}

/** `0,8 s` · `2 min 05 s` */
function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1).replace('.', ',')} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`
}

/** A line that wraps could not be redrawn. Colours are dropped where it has to be cut. */
function cut(text: string, width: number): string {
  const plain = stripVTControlCharacters(text)
  return plain.length < width ? text : `${plain.slice(0, width - 2)}…`
}

import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { durationWords } from '../time/duration.ts'
import { printable } from '../tools/printable.ts'

/** What the operator sees of a procedure at work. */
export type Progress = { begin(kind: 'step' | 'undo', node: DiagramNode, title: string): ProgressLine }
type ProgressLine = {
  tell(detail: string): void
  end(state: 'done' | 'unseen' | 'failed', ms: number, reason?: string): void
}

const MARKS = { done: '✓', unseen: '?', failed: '✗' }

/** Where progress is shown: a terminal, or a log that cannot be rewritten. */
export type Terminal = { isTTY?: boolean; write(text: string): unknown }

/** Goes back to the start of the line and empties it. */
const EMPTY_LINE = '\r\x1b[2K'

/** This output without the control characters of what is quoted in it; only its own return to the start of a line passes. */
export function openTerminal(output: Terminal): Terminal {
  const write = (text: string) => {
    const start = text.startsWith(EMPTY_LINE) ? EMPTY_LINE : ''
    return output.write(start + printable(text.slice(start.length)))
  }
  return { isTTY: Boolean(output.isTTY), write }
}

/**
 * Shows one line a step. On a terminal the line is rewritten as the step goes on; elsewhere, as in Jenkins' log, a line is
 * written whenever the step reports something and when it ends. Steps that run side by side end each on a line of its own.
 */
export function openProgress(out: Terminal): Progress {
  const working: string[] = []
  const show = (line: string) => out.write(out.isTTY ? `${EMPTY_LINE}${line}\n${working.at(-1) ?? ''}` : `${line}\n`)
  return {
    begin(kind, node, title) {
      const name = `${node.padEnd(7)} ${title}`
      let shown = `  … ${name}`
      let detail = ''
      working.push(shown)
      if (out.isTTY) out.write(`${EMPTY_LINE}${shown}`)
      const leave = () => working.splice(working.indexOf(shown), 1)
      return {
        tell(text) {
          detail = text
          leave()
          shown = `  … ${name} · ${text}`
          working.push(shown)
          out.write(out.isTTY ? `${EMPTY_LINE}${shown}` : `${shown}\n`)
        },
        end(state, ms, reason) {
          leave()
          const mark = state === 'done' && kind === 'undo' ? '↩' : MARKS[state]
          const said = reason ?? detail
          show(`  ${mark} ${name}${said ? ` · ${said}` : ''} (${durationWords(ms)})`)
        },
      }
    },
  }
}

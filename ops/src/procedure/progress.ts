import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { durationWords } from '../time/duration.ts'

/** What the person in front of the terminal sees of a procedure. */
export type Progress = { begin(kind: 'step' | 'undo', node: DiagramNode, title: string): Line }
export type Line = { tell(detail: string): void; end(state: 'done' | 'failed', ms: number, reason?: string): void }

type Terminal = { isTTY?: boolean; write(text: string): unknown }

/**
 * One line a step. On a terminal the line at work is rewritten as it goes on; elsewhere, in Jenkins' log, a line is
 * written when something is said and when the step ends. Steps that run side by side end each on a line of its own.
 */
export function openProgress(out: Terminal): Progress {
  const working: string[] = []
  const show = (line: string) => out.write(out.isTTY ? `\r\x1b[2K${line}\n${working.at(-1) ?? ''}` : `${line}\n`)
  return {
    begin(kind, node, title) {
      const name = `${node.padEnd(7)} ${title}`
      let shown = `  … ${name}`
      let detail = ''
      working.push(shown)
      if (out.isTTY) out.write(`\r\x1b[2K${shown}`)
      const leave = () => working.splice(working.indexOf(shown), 1)
      return {
        tell(text) {
          detail = text
          leave()
          shown = `  … ${name} · ${text}`
          working.push(shown)
          out.write(out.isTTY ? `\r\x1b[2K${shown}` : `${shown}\n`)
        },
        end(state, ms, reason) {
          leave()
          const mark = state === 'failed' ? '✗' : kind === 'undo' ? '↩' : '✓'
          const said = reason ?? detail
          show(`  ${mark} ${name}${said ? ` · ${said}` : ''} (${durationWords(ms)})`)
        },
      }
    },
  }
}

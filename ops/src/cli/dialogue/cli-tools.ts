import type { Config } from '../../config.ts'
import type { Terminal } from '../../procedure/run-on.ts'

/** What commands work with: where things lie, and where they speak. */
export type CliTools = {
  config: Config
  /** what a command answers; with `--json` one document, and nothing else */
  out: (text: string) => void
  /** where progress is shown, and where a question may be asked */
  terminal: Terminal
  now: () => Date
}

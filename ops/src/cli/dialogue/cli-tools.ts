import type { Config } from '../../config.ts'
import { dryTools, openTools } from '../../environment/open-tools.ts'
import type { Target } from '../../environment/target.ts'
import type { Terminal } from '../../procedure/progress.ts'
import type { Tools } from '../../tools/tools.ts'

/** What commands work with: where things are, and where they print. */
export type CliTools = {
  config: Config
  /** what a command answers; with `--json` one document, and nothing else */
  out: (text: string) => void
  /** where progress is shown, and where a question may be asked */
  terminal: Terminal
  now: () => Date
}

/** Shows a line below the step at work, as dry runs do with what would be changed. */
export function tellBelow({ terminal }: Pick<CliTools, 'terminal'>): (line: string) => void {
  return line => void terminal.write(`      ${line}\n`)
}

/** The outside programs of a command that opens them itself; in a dry run they only tell what they would change. */
export function openOutside(tools: CliTools, target: Target, dryRun: boolean): Promise<Tools> {
  return dryRun ? dryTools(target, tellBelow(tools)) : openTools(target)
}

import type { Environment } from '../../environment/environment.ts'
import { openNoticesOf } from '../../environment/open-tools.ts'
import type { Desk } from '../../incident/desk.ts'
import { lookable } from '../diagnose.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'

/** What commands of an incident work with: its settings are enough, whatever else is broken. */
export async function openDesk(tools: CliTools, environment: Environment): Promise<Desk> {
  const target = await lookable(tools, environment)
  return {
    target,
    by: tools.config.user,
    now: tools.now,
    notices: await openNoticesOf(target),
    say: line => void tools.terminal.write(`  ${line}\n`),
  }
}

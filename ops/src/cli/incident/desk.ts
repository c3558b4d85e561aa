import type { Environment } from '../../environment/environment.ts'
import { openNoticesOf } from '../../environment/open-tools.ts'
import { expectAccount } from '../../environment/ownership/account.ts'
import type { IncidentDesk } from '../../incident/desk.ts'
import { dryIncidentJournal, openIncidentJournal } from '../../incident/incidents.ts'
import { dryNotices } from '../../tools/notices.ts'
import { lookable } from '../diagnose.ts'
import { type CliTools, tellBelow } from '../dialogue/cli-tools.ts'

/** What commands of an incident work with: the environment's settings are enough, whatever else is broken. */
export async function openDesk(tools: CliTools, environment: Environment, dryRun: boolean): Promise<IncidentDesk> {
  const target = await lookable(tools, environment)
  if (!dryRun) await expectAccount(target.home)
  const [{ home }, tell] = [target, tellBelow(tools)]
  return {
    target,
    by: tools.config.user,
    now: tools.now,
    notices: dryRun ? dryNotices(tell) : await openNoticesOf(target),
    journal: dryRun ? dryIncidentJournal(home, tell) : openIncidentJournal(home),
    say: line => void tools.terminal.write(`  ${line}\n`),
  }
}

import { Command, CommanderError } from 'commander'
import { withHint } from '../failure.ts'
import { inFrench as systemInFrench } from '../tools/system-errors.ts'
import { advisoriesCommand } from './advisories.ts'
import { alertsCommand } from './alerts.ts'
import { backupCommand } from './backup.ts'
import { certificateCommand } from './certificate.ts'
import { ciCommand } from './ci.ts'
import { clusterCommand } from './cluster.ts'
import { controlCommand } from './control.ts'
import { deployCommand } from './deploy.ts'
import { diagnoseCommand } from './diagnose.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { exitCodeOf, exitCodes, UsageError } from './dialogue/exit-codes.ts'
import { inFrench, speakFrench } from './dialogue/french.ts'
import { incidentCommand } from './incident.ts'
import { installCommand } from './install.ts'
import { kpiCommand } from './kpi.ts'
import { maintenanceCommand } from './maintenance.ts'
import { pruneCommand } from './prune.ts'
import { registryCommand } from './registry.ts'
import { rehearseCommand } from './rehearse.ts'
import { restoreCommand } from './restore.ts'
import { rollbackCommand } from './rollback.ts'
import { runsCommand } from './runs.ts'

/** `tiptop` with all of its commands. @param complain where Commander shows help in the place of what it was asked for */
export function buildProgram(tools: CliTools, complain: (text: string) => void): Command {
  const program = new Command('tiptop')
  program
    .description('Déployer, sauvegarder et restaurer Thé Tip Top.')
    // What follows a command belongs to it: a command below it may have an option of the same name.
    .enablePositionalOptions()
    .configureOutput({ writeOut: tools.out, writeErr: complain, outputError: () => {} })
  for (const command of commands) program.addCommand(command(tools))
  for (const command of withAll(program)) speakFrench(command, program)
  return program
}

/** In the order in which the help shows them. */
const commands = [
  installCommand,
  deployCommand,
  rollbackCommand,
  diagnoseCommand,
  incidentCommand,
  backupCommand,
  pruneCommand,
  restoreCommand,
  rehearseCommand,
  registryCommand,
  certificateCommand,
  clusterCommand,
  maintenanceCommand,
  runsCommand,
  kpiCommand,
  controlCommand,
  alertsCommand,
  ciCommand,
  advisoriesCommand,
]

/** A command and everything below it. */
export function withAll(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAll)]
}

/**
 * Runs `tiptop` with these arguments and never throws: a failure is a sentence on the error output.
 * @returns the exit code, see {@link exitCodes}
 */
export async function runProgram(tools: CliTools, args: string[], complain: (text: string) => void): Promise<number> {
  try {
    await buildProgram(tools, complain).parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done
    const failure = error instanceof CommanderError ? new UsageError(inFrench(error)) : systemInFrench(error)
    complain(`✗ ${failure instanceof Error ? withHint(failure).replaceAll('\n→', '\n  →') : failure}\n`)
    return exitCodeOf(failure)
  }
}

import { Command, CommanderError, Help } from 'commander'
import { Locked } from '../procedure/lock.ts'
import { backupCommand } from './backup.ts'
import { controlCommand } from './control.ts'
import { deployCommand } from './deploy.ts'
import { diagnoseCommand } from './diagnose.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { exitCodes, RunEnded, UsageError } from './dialogue/exit-codes.ts'
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

const TITLES: Record<string, string> = {
  'Usage:': 'Usage :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
  'Arguments:': 'Arguments :',
}

/** Commander says its titles in English; the operator reads French. */
class FrenchHelp extends Help {
  override styleTitle(title: string): string {
    return TITLES[title] ?? title
  }
}

/**
 * Runs `tiptop` with these arguments and never throws: what went wrong is said on the error output.
 * @returns the exit code, see {@link exitCodes}
 */
export async function runProgram(tools: CliTools, args: string[], complain: (text: string) => void): Promise<number> {
  const program = new Command('tiptop')
  program
    .description('Déployer, sauvegarder et restaurer Thé Tip Top.')
    .configureOutput({ writeOut: tools.out, writeErr: complain, outputError: () => {} })
    .addCommand(installCommand(tools))
    .addCommand(deployCommand(tools))
    .addCommand(rollbackCommand(tools))
    .addCommand(diagnoseCommand(tools))
    .addCommand(incidentCommand(tools))
    .addCommand(backupCommand(tools))
    .addCommand(pruneCommand(tools))
    .addCommand(restoreCommand(tools))
    .addCommand(rehearseCommand(tools))
    .addCommand(registryCommand(tools))
    .addCommand(maintenanceCommand(tools))
    .addCommand(runsCommand(tools))
    .addCommand(kpiCommand(tools))
    .addCommand(controlCommand(tools))
  for (const command of withAll(program)) speakFrench(command, program)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done
    const usage = error instanceof CommanderError || error instanceof UsageError
    complain(`✗ ${error instanceof CommanderError ? inFrench(error) : inOneSentence(error)}\n`)
    if (error instanceof Locked) return exitCodes.locked
    if (error instanceof RunEnded) return exitCodes[error.outcome]
    return usage ? exitCodes.usage : exitCodes.failed
  }
}

function speakFrench(command: Command, program: Command): void {
  command.createHelp = () => new FrenchHelp()
  command.usage(command.commands.length ? '[options] <commande>' : command.usage())
  command.exitOverride().helpOption('-h, --help', 'montrer cette aide').helpCommand(false)
  if (command !== program) command.copyInheritedSettings(program)
}

/** What Commander found wrong, with the words that it quotes. */
function inFrench({ code, message }: CommanderError): string {
  const [, quoted = '', second = ''] = /'([^']*)'(?:.*?'([^']*)')?/.exec(message) ?? []
  // Of an argument the value is quoted first, of an option its name.
  const [value, place] = message.includes('option ') ? [second, quoted] : [quoted, second]
  const sentences: Record<string, string> = {
    'commander.unknownCommand': `La commande « ${quoted} » n'existe pas`,
    'commander.unknownOption': `L'option « ${quoted} » n'existe pas`,
    'commander.missingArgument': `Il manque « ${quoted} »`,
    'commander.optionMissingArgument': `L'option « ${quoted} » attend une valeur`,
    'commander.missingMandatoryOptionValue': `Il manque l'option « ${quoted} »`,
    'commander.excessArguments': 'Il y a trop de mots',
    'commander.invalidArgument': `« ${value} » ne convient pas pour « ${place} »${choices(message)}`,
    'commander.help': 'Il manque une commande',
  }
  return `${sentences[code] ?? message} ; --help montre ce qui existe.`
}

function choices(message: string): string {
  const [, allowed] = /Allowed choices are (.*)\.$/.exec(message) ?? []
  return allowed ? ` : il y a ${allowed}` : ''
}

function inOneSentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function withAll(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAll)]
}

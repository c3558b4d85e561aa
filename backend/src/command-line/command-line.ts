import { type Connection, openConnection } from '../database/connection.ts'
import { CommandRefusal } from './command-refusal.ts'
import { printable } from './printable.ts'

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {}

/**
 * Runs a command and sets the exit code: what the command returns, 1 if it cannot be done, 2 if the command line is
 * wrong. A refusal prints one sentence; anything else thrown is a bug and prints its stack.
 */
export function runCommand(help: string, main: (args: string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    exitCode => {
      process.exitCode = exitCode
    },
    error => {
      const usage = error instanceof UsageError
      if (usage) console.error(printable(`${error.message}\n\n${help}`))
      else console.error(error instanceof CommandRefusal ? printable(error.message) : error)
      process.exitCode = usage ? 2 : 1
    },
  )
}

/** The parsed arguments. @throws UsageError with the parser's objection */
export function parsed<Arguments>(parse: () => Arguments): Arguments {
  try {
    return parse()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The configuration that `read` returns, and its database. @throws CommandRefusal if either is missing */
export async function connect<Settings extends { database: { url: string } }>(
  read: () => Settings,
): Promise<{ config: Settings; connection: Connection }> {
  try {
    const config = read()
    return { config, connection: await openConnection(config.database) }
  } catch (error) {
    throw new CommandRefusal(`Pas de base de données : ${(error as Error).message || 'elle ne répond pas.'}`)
  }
}

export function say(text: string, exitCode: number): number {
  console.log(printable(text))
  return exitCode
}

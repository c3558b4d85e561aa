import { type Connection, openConnection } from '../database/connection.ts'
import { CommandRefusal } from './command-refusal.ts'

/** The command is written wrongly: exit code 2. */
export class UsageError extends Error {}

/**
 * Runs a command of an operator and leaves its exit code: what it answers, 1 when it cannot be done, 2 when it is
 * written wrongly. A refusal is one sentence; anything else thrown is a bug and shows where.
 */
export function runCommand(help: string, main: (args: string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    exitCode => {
      process.exitCode = exitCode
    },
    error => {
      const usage = error instanceof UsageError
      console.error(usage ? `${error.message}\n\n${help}` : error instanceof CommandRefusal ? error.message : error)
      process.exitCode = usage ? 2 : 1
    },
  )
}

/** What `parse` makes of the arguments. @throws UsageError with what it says against them */
export function parsed<Arguments>(parse: () => Arguments): Arguments {
  try {
    return parse()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The configuration that `read` gives, and the database of it. @throws CommandRefusal when either is not there */
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
  console.log(text)
  return exitCode
}

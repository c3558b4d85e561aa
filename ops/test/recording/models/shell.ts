import { CommandFailed, type Shell } from '../../../src/tools/shell.ts'
import { expectWorking, type ProgramModel, type ServerModel } from '../server-model.ts'
import { compose } from './compose.ts'
import { docker } from './docker.ts'
import { infra } from './infra/infra.ts'
import { postgres } from './postgres.ts'
import { sandbox, workshop } from './workshop.ts'

/** In this order: the first one that knows a command answers it. */
const PROGRAMS: ProgramModel[] = [sandbox, ...infra, workshop, postgres, compose, docker]

/**
 * A shell without programs: models answer. `run` leaves a line among the server's changes.
 * @throws CommandFailed as a program that fails; also for a command that no model knows, which is then to be taught
 */
export function shellModel(server: ServerModel): Shell {
  const answer: Shell['read'] = async (command, options = {}) => {
    const line = command.join(' ')
    if (server.stop.at?.test(line)) server.stop.controller.abort(new Error('stopped'))
    // A command that was given no signal runs to its end.
    options.signal?.throwIfAborted()
    try {
      expectWorking(server, line)
      for (const program of PROGRAMS) {
        const said = await program(command, options, server)
        if (said !== null) return said.trim()
      }
    } catch (error) {
      throw new CommandFailed(command, 1, (error as Error).message)
    }
    throw new CommandFailed(command, 127, `no model knows: ${line}\n${options.input ?? ''}`)
  }
  return {
    read: answer,
    async run(command, options) {
      const said = await answer(command, options)
      server.changes.push(command.join(' '))
      return said
    },
  }
}

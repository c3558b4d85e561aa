import type { ShellCommand } from './shell.ts'

/** A compose project: its command line, and the variables that its file asks for. */
export type ComposeProject = { command(...args: string[]): ShellCommand; env: Record<string, string | undefined> }

/**
 * @param file its compose file
 * @param settings files of variables; of two values the later file's counts
 * @param env further variables; one that is undefined is hidden from compose, which believes its own environment most
 */
export function composeProject(file: string, settings: string[], env: ComposeProject['env']): ComposeProject {
  const variables = settings.map(one => `--env-file=${one}`)
  return {
    command: (...args) => ['docker', 'compose', '--progress=quiet', ...variables, `--file=${file}`, ...args],
    env,
  }
}

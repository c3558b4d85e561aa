import { CommandFailed, type Shell, type ShellCommand, type ShellOptions } from './shell.ts'

/** A git repository; git never waits for a password. */
export type GitRepository = {
  /** only looks; may fetch, or write objects that no reference names */
  read(args: string[], options?: ShellOptions): Promise<string>
  /** changes something */
  run(args: string[], options?: ShellOptions): Promise<string>
  /** returns true for exit code 0 and false for 1, as git answers a question */
  says(args: string[]): Promise<boolean>
}

export function gitIn(repository: string, shell: Shell, signal?: AbortSignal): GitRepository {
  const how = (options: ShellOptions = {}): ShellOptions => ({
    cwd: repository,
    ...(signal && { signal }),
    ...options,
    env: { GIT_TERMINAL_PROMPT: '0', ...options.env },
  })
  const command = (args: string[]): ShellCommand => ['git', ...args]
  return {
    read: (args, options) => shell.read(command(args), how(options)),
    run: (args, options) => shell.run(command(args), how(options)),
    says: args =>
      shell.read(command(args), how()).then(
        () => true,
        error => {
          if (error instanceof CommandFailed && error.exitCode === 1) return false
          throw error
        },
      ),
  }
}

/** The short form of a commit's hash. */
export const short = (commit: string) => commit.slice(0, 7)

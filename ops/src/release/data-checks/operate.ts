import { join } from 'node:path'
import { appProject } from '../../environment/compose-projects.ts'
import type { Home } from '../../environment/home.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import { servingColour } from '../colours.ts'
import type { Release } from '../release.ts'

/** A command of a release's own backend, beside the one that serves, in a container that is removed afterwards. */
export async function operateCommand(
  home: Home,
  { name, images }: Pick<Release, 'name' | 'images'>,
  words: readonly string[],
): Promise<{ command: ShellCommand; env: Record<string, string | undefined> }> {
  const project = appProject(home, await servingColour(home), images, join(home.releases, name))
  const command = project.command('run', '--rm', '--no-deps', '--no-TTY', 'operate', 'node', ...words)
  return { command, env: project.env }
}

import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { z } from 'zod'
import { appProject } from '../../environment/compose-projects.ts'
import type { Home } from '../../environment/home.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import { parsed } from '../../tools/web.ts'
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

/** An output that is kept for us alone: an error would quote what is returned. */
export function collectOutput() {
  const chunks: Buffer[] = []
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { output, said: () => Buffer.concat(chunks).toString() }
}

/** The document that such a command printed, on a line among others; null if none has this shape. */
export function documentIn<Shape>(said: string, shape: z.ZodType<Shape>): Shape | null {
  const line = said.split('\n').find(line => line.startsWith('{'))
  return shape.safeParse(parsed(line ?? '')).data ?? null
}

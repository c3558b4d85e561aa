import type { Command, Shell } from './shell.ts'

/** Argument lists of Docker. Secrets go to its input or its environment, never into these. */

type Build = { context: string; dockerfile: string; tags: string[]; args: Record<string, string> }

export function buildImage({ context, dockerfile, tags, args }: Build): Command {
  const options = [
    ...tags.flatMap(tag => ['--tag', tag]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
  ]
  return ['docker', 'buildx', 'build', '--load', '--progress', 'plain', '--file', dockerfile, ...options, context]
}

/** The password is read from the input. */
export function logIn(registry: string, user: string): Command {
  return ['docker', 'login', '--username', user, '--password-stdin', registry]
}

export function pushImage(tag: string): Command {
  return ['docker', 'push', '--quiet', tag]
}

export function pullImage(image: string): Command {
  return ['docker', 'pull', '--quiet', image]
}

/** Says the engine's own id of an image; fails when it does not have it. */
export function findImage(image: string): Command {
  return ['docker', 'image', 'inspect', '--format', '{{.Id}}', image]
}

/** Gives the engine the images of an archive, and says how it calls them. */
export function loadImages(file: string): Command {
  return ['docker', 'load', '--quiet', '--input', file]
}

export function tagImage(image: string, tag: string): Command {
  return ['docker', 'tag', image, tag]
}

/** Says the digests under which registries know this image, one a line: `registry/backend@sha256:…`. */
export function digestsOf(image: string): Command {
  return ['docker', 'image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', image]
}

/** Runs a program in a container that runs already, with our input. */
export function execIn(container: string, program: string[]): Command {
  return ['docker', 'exec', '--interactive', container, ...program]
}

/** Says the ids of the containers of a compose project that run, one a line. */
export function containersOf(project: string): Command {
  return ['docker', 'ps', '--quiet', '--filter', `label=com.docker.compose.project=${project}`]
}

/** Whether the container of this name is running. */
export async function isRunning({ read }: Pick<Shell, 'read'>, container: string): Promise<boolean> {
  const running = ['docker', 'ps', '--quiet', '--filter', 'status=running', '--filter'] as const
  return (await read([...running, `name=^/?${container}$`])) !== ''
}

/** Says what a container has said since this moment, as it said it: its output to ours, its errors to ours. */
export function logsSince(container: string, since: Date): Command {
  return ['docker', 'logs', '--since', since.toISOString(), container]
}

/** Says the last lines of a container. */
export function lastWordsOf(container: string, lines: number): Command {
  return ['docker', 'logs', '--tail', String(lines), container]
}

/** Says name, state and status of every container whose name begins so, running or not, between tabs. */
export function containersNamed(prefix: string): Command {
  const format = '{{.Names}}\t{{.State}}\t{{.Status}}'
  return ['docker', 'ps', '--all', '--no-trunc', '--filter', `name=^/?${prefix}`, '--format', format]
}

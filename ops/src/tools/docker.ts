import { Failure } from '../failure.ts'
import type { Shell, ShellCommand } from './shell.ts'

/** Argument lists of Docker. Secrets go to its input or its environment, never into these. */

type Build = {
  context: string
  dockerfile: string
  tags: string[]
  args: Record<string, string>
  /** said of the image, whatever its Dockerfile says */
  labels?: Record<string, string>
}

export function buildImage({ context, dockerfile, tags, args, labels = {} }: Build): ShellCommand {
  const options = [
    ...tags.flatMap(tag => ['--tag', tag]),
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
  ]
  return ['docker', 'buildx', 'build', '--load', '--progress', 'plain', '--file', dockerfile, ...options, context]
}

/** Reads the password from its input. */
export function logIn(registry: string, user: string): ShellCommand {
  return ['docker', 'login', '--username', user, '--password-stdin', registry]
}

export function pushImage(tag: string): ShellCommand {
  return ['docker', 'push', '--quiet', tag]
}

export function pullImage(image: string): ShellCommand {
  return ['docker', 'pull', '--quiet', image]
}

/** Prints the engine's own id of an image; fails when the engine does not have it. */
export function findImage(image: string): ShellCommand {
  return ['docker', 'image', 'inspect', '--format', '{{.Id}}', image]
}

/** Loads the images of an archive, and prints their names. */
export function loadImages(file: string): ShellCommand {
  return ['docker', 'load', '--quiet', '--input', file]
}

export function tagImage(image: string, tag: string): ShellCommand {
  return ['docker', 'tag', image, tag]
}

/** Prints the digests under which registries know this image, one a line: `registry/backend@sha256:…`. */
export function digestsOf(image: string): ShellCommand {
  return ['docker', 'image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', image]
}

/** Runs a program in a running container, with our input. */
export function execIn(container: string, program: string[]): ShellCommand {
  return ['docker', 'exec', '--interactive', container, ...program]
}

/** Prints the ids of the running containers of a compose project, one a line. */
export function containersOf(project: string): ShellCommand {
  return ['docker', 'ps', '--quiet', '--filter', `label=com.docker.compose.project=${project}`]
}

/** Whether the container of this name is running. @throws a Failure when Docker does not answer */
export async function isRunning({ read }: Pick<Shell, 'read'>, container: string): Promise<boolean> {
  const running = ['docker', 'ps', '--quiet', '--filter', 'status=running', '--filter'] as const
  return (await read([...running, `name=^/?${container}$`]).catch(throwSilent)) !== ''
}

/** Says of a question to Docker that failed what an operator does then. */
export function throwSilent(error: Error): never {
  throw new Failure('unreachable', `Docker ne répond pas.\n${error.message}`, {
    hint: 'Relancez-le : systemctl restart docker',
    cause: error,
  })
}

/** Prints the log of a container since this moment: its output to ours, its errors to ours. */
export function logsSince(container: string, since: Date): ShellCommand {
  return ['docker', 'logs', '--since', since.toISOString(), container]
}

/** Prints the last lines of a container's log. */
export function lastWordsOf(container: string, lines: number): ShellCommand {
  return ['docker', 'logs', '--tail', String(lines), container]
}

/** Prints name, state and status of every container whose name begins with this, running or not, between tabs. */
export function containersNamed(prefix: string): ShellCommand {
  const format = '{{.Names}}\t{{.State}}\t{{.Status}}'
  return ['docker', 'ps', '--all', '--no-trunc', '--filter', `name=^/?${prefix}`, '--format', format]
}

/** Prints the id of the container of this name, running or not; nothing when there is none. */
export function containerNamed(container: string): ShellCommand {
  return ['docker', 'ps', '--all', '--quiet', '--filter', `name=^/?${container}$`]
}

export function removeContainer(container: string): ShellCommand {
  return ['docker', 'rm', '--force', '--volumes', container]
}

type IdleContainer = {
  container: string
  image: string
  user: string
  env: Record<string, string>
  /** as the engine writes sizes: `6g` */
  memory: string
  shm: string
  pids: number
}

/** Starts a container that does nothing, has no right that its user lacks, and sees no file of this machine. */
export function startIdle({ container, image, user, env, memory, shm, pids }: IdleContainer): ShellCommand {
  const rights = ['--user', user, '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges:true']
  const limits = ['--memory', memory, '--shm-size', shm, '--pids-limit', String(pids)]
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const idle = ['--entrypoint', 'sleep', image, 'infinity']
  return ['docker', 'run', '--detach', '--init', '--name', container, ...rights, ...limits, ...variables, ...idle]
}

/** Runs a program in a running container, with our input and without our environment. */
export function execAs(
  { container, user, folder }: { container: string; user: string; folder: string },
  program: readonly string[],
): ShellCommand {
  return ['docker', 'exec', '--interactive', '--user', user, '--workdir', folder, container, ...program]
}

/** Copies a file, or what a folder holds when its path ends with `/.`, out of a container. */
export function copyOut(container: string, path: string, to: string): ShellCommand {
  return ['docker', 'cp', `${container}:${path}`, to]
}

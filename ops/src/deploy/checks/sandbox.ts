import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Home } from '../../environment/home.ts'
import { buildImage, containerNamed, copyOut, execAs, removeContainer, startIdle } from '../../tools/docker.ts'
import { withRoom } from '../../tools/free-space.ts'
import { CommandFailed, type Shell, type ShellCommand } from '../../tools/shell.ts'
import type { Checkout } from '../commit.ts'

/** Runs the scripts of a commit: of its packages, its lint and its tests, which anyone may have written. */
export type Sandbox = {
  /** @throws CommandFailed as if the command had run without a container */
  run(command: ShellCommand, how: { signal: AbortSignal; pretend?: string }): Promise<string>
  /** Leaves the JUnit files of the tests in this folder. */
  collectResults(folder: string): Promise<void>
}

const OWN_IMAGE = 'tiptop-ci/checks'
const USER = 'node'
const COMMIT = '/home/node/commit'
const RESULTS = '/home/node/junit'
/** As much as Jenkins had, in which the checks used to run. */
const LIMITS = { memory: '6g', shm: '512m', pids: 4096 }

/** `image`: the setting CHECKS_IMAGE; empty for the image that this checkout defines. */
type CommitToRun = { home: Pick<Home, 'stack'>; image: string; checkout: Checkout }

/**
 * Starts a container with nothing of this server in it (no engine, no secret, no volume, no right of root), and sends it the
 * commit. What runs there can harm the container, which {@link closeSandbox} removes with all it holds.
 */
export async function openSandbox(
  { home, image, checkout }: CommitToRun,
  { shell }: { shell: Shell },
  signal: AbortSignal,
): Promise<Sandbox> {
  await closeSandbox(home, { shell })
  const container = nameOf(home)
  const env = { CI: 'true', JUNIT_FOLDER: RESULTS }
  await shell.run(
    startIdle({ container, image: image || (await buildOwn(shell, signal)), user: USER, env, ...LIMITS }),
    { signal },
  )
  const inside = (command: ShellCommand, folder = COMMIT) => execAs({ container, user: USER, folder }, command)
  await shell.run(inside(['mkdir', COMMIT, RESULTS], '/'), { signal })
  await send(checkout, inside(['tar', '--extract']), { shell, signal })
  return {
    run: (command, how) => shell.run(inside(command), how).catch(error => Promise.reject(asItsOwn(command, error))),
    async collectResults(folder) {
      await shell.run(['mkdir', '--parents', folder])
      await shell.run(copyOut(container, `${RESULTS}/.`, folder))
      // A link would show whoever opens the results a file of this server, or of Jenkins.
      await shell.run(['find', folder, '-mindepth', '1', '!', '-type', 'f', '!', '-type', 'd', '-delete'])
    },
  }
}

/** Installs the packages that the commit names; their scripts run as well. */
export async function installDependencies(
  sandbox: Sandbox,
  home: Pick<Home, 'folder'>,
  signal: AbortSignal,
): Promise<void> {
  const command: ShellCommand = ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  await withRoom(home.folder, () => sandbox.run(command, { signal }), 'et les dépendances n’y tiennent pas')
}

/** Removes the container, with every program that still runs in it. */
export async function closeSandbox(home: Pick<Home, 'stack'>, { shell }: { shell: Shell }): Promise<void> {
  const container = nameOf(home)
  if (await shell.read(containerNamed(container))) await shell.run(removeContainer(container))
}

const nameOf = ({ stack }: Pick<Home, 'stack'>) => `${stack}-checks`

/** The image as the checkout that this program runs from defines it, never as the commit does. */
async function buildOwn(shell: Shell, signal: AbortSignal): Promise<string> {
  const context = join(import.meta.dirname, '..', '..', '..', '..', 'environments', 'ci', 'checks')
  const dockerfile = join(context, 'Dockerfile')
  await shell.run(buildImage({ context, dockerfile, tags: [OWN_IMAGE], args: {} }), { signal })
  return OWN_IMAGE
}

/** As an archive: a mounted folder could be changed between the checks and the build. */
async function send(
  { folder, commit }: Checkout,
  unpack: ShellCommand,
  { shell, signal }: { shell: Shell; signal: AbortSignal },
): Promise<void> {
  const archive = new PassThrough()
  const [sent, unpacked] = await Promise.allSettled([
    shell.run(['git', 'archive', '--format=tar', commit], { cwd: folder, output: archive, signal }),
    shell.run(unpack, { input: archive, signal }),
  ])
  // A program that ends early breaks the pipe of the other: its own failure is the reason.
  for (const part of [unpacked, sent]) if (part.status === 'rejected') throw part.reason
}

/** The failure of the command itself, not of the client of the engine that ran it. */
function asItsOwn(command: ShellCommand, error: unknown): unknown {
  if (!(error instanceof CommandFailed)) return error
  return new CommandFailed(command, error.exitCode, error.message.split('\n').slice(1).join('\n'))
}

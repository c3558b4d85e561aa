import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { appProject } from '../environment/compose-projects.ts'
import type { Colour } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import { findImage, pullImage } from '../tools/docker.ts'
import type { ShellCommand } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'
import { otherColour, releaseOf, serveColour } from './colours.ts'
import { pieces, type Release } from './release.ts'

/** How long the containers of a release may take until their health checks are content. */
const READY_SECONDS = 90

/**
 * Writes a release down: its folder with the compose file and the settings that it runs with, `release.json` last.
 * @param from the folder that holds `app.yaml`, and the settings' file
 */
export async function recordRelease(
  release: Release,
  { home }: Target,
  { files }: Tools,
  from: { app: string; settings: string },
): Promise<void> {
  const folder = join(home.releases, release.name)
  await files.makeFolder(folder)
  await files.copy(from.app, join(folder, 'app.yaml'))
  await files.copy(from.settings, join(folder, 'settings.env'))
  await files.write(join(folder, 'release.json'), `${JSON.stringify(release, null, 2)}\n`)
}

/**
 * Fetches the images of a release from the registry, so that starting it waits for nothing. What a name with a digest in
 * it means never changes: an image that is here is the one, and a registry that is away stops nobody who goes back.
 */
export async function pullRelease({ images }: Release, { shell }: Tools, signal: AbortSignal): Promise<void> {
  const isHere = (image: string) =>
    shell.read(findImage(image)).then(
      () => true,
      () => false,
    )
  for (const piece of pieces) {
    if (await isHere(images[piece])) continue
    await shell.run(pullImage(images[piece]), { signal }).catch(error => {
      throw new Error(`${images[piece]} ne peut pas être tirée du registre.\n${error.message}`, { cause: error })
    })
  }
}

/**
 * Gives a colour that serves nobody this release and starts it, until its own health checks are content. Who serves
 * is not touched.
 * @throws CommandFailed with the last words of a container that does not get healthy
 */
export async function startRelease(
  release: Release,
  colour: Colour,
  { home }: Target,
  tools: Tools,
  signal?: AbortSignal,
) {
  await tools.files.link(join('releases', release.name), home.colour(colour))
  const project = appProject(home, colour, release.images)
  const up = ['up', '--detach', '--remove-orphans', '--no-build', '--wait', `--wait-timeout=${READY_SECONDS}`]
  await tools.shell.run(project.command(...up), { env: project.env, ...(signal && { signal }) }).catch(async error => {
    const said = await tools.shell
      .read(project.command('logs', '--no-color', '--tail=20'), { env: project.env })
      .catch(() => '')
    const words = [`La version ${release.version} ne démarre pas.`, (error as Error).message, said]
    throw new Error(stripVTControlCharacters(words.join('\n')), { cause: error })
  })
}

const WORDS = 3

/** The last lines that the containers of a colour have said since they started; that nobody can read them is one too. */
export async function firstWords({ images }: Release, colour: Colour, { home }: Target, { shell }: Tools) {
  const project = appProject(home, colour, images)
  const said = await shell
    .read(project.command('logs', '--no-color', `--tail=${WORDS}`), { env: project.env })
    .catch(error => `illisibles : ${error.message}`)
  return stripVTControlCharacters(said) || 'rien n’est dit encore'
}

/** What is on its way to a colour while everybody is sent elsewhere is still answered by it, also on a busy server. */
const drain: ShellCommand = ['sleep', '3']

/** Stops the containers of a colour and keeps them: an instant rollback starts them again. */
export async function stopColour(colour: Colour, { home }: Target, { shell }: Tools): Promise<void> {
  const release = await releaseOf(home, colour)
  if (!release) return
  const project = appProject(home, colour, release.images)
  await shell.run(drain)
  await shell.run(project.command('stop'), { env: project.env })
}

/** Removes what a failed release left in the engine, and gives the colour back what it held. */
export async function discardColour(colour: Colour, held: string | null, { home }: Target, { shell, files }: Tools) {
  const release = await releaseOf(home, colour)
  if (release) {
    const project = appProject(home, colour, release.images)
    await shell.run(drain)
    await shell.run(project.command('down', '--timeout=10'), { env: project.env })
  }
  if (held) await files.link(held, home.colour(colour))
  else await files.remove(home.colour(colour))
}

/** What a colour's link points to, to be given back to {@link discardColour}. */
export async function heldBy(colour: Colour, { home }: Target): Promise<string | null> {
  return readlink(home.colour(colour)).catch(() => null)
}

/** Sends everybody to a colour that is healthy, at once and without cutting a connection. */
export async function switchTo(colour: Colour, { home }: Target, { files }: Tools): Promise<void> {
  await serveColour(home, colour, files)
}

/** Sends everybody back, once the former release runs again. */
export async function switchBack(colour: Colour, target: Target, tools: Tools): Promise<void> {
  const former = otherColour(colour)
  const release = await releaseOf(target.home, former)
  if (release) await startRelease(release, former, target, tools)
  await switchTo(former, target, tools)
}

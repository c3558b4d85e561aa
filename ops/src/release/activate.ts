import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { appProject } from '../environment/compose-projects.ts'
import type { Colour, Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { DamagedFile, orDamage } from '../state/damaged-file.ts'
import { readLink } from '../state/read-state.ts'
import { writeState } from '../state/write-state.ts'
import { containersOf, findImage, pullImage } from '../tools/docker.ts'
import type { Tools } from '../tools/tools.ts'
import { otherColour, type RunningRelease, releaseOf, serveColour } from './colours.ts'
import { pieces, type Release } from './release.ts'

/** How long the containers of a release may take until their health checks pass. */
const READY_SECONDS = 90

/** The compose file and the settings that a release runs with, where they are before it has a folder. */
export type ReleaseFiles = {
  app: string
  settings: string
  /** what its images are made of, by the name of the file that says so */
  bills?: Record<string, string>
}

/** Writes a release's folder: the compose file and the settings that it runs with, then `release.json`, which makes it whole. */
export async function recordRelease(
  release: Release,
  { app, settings, bills = {} }: ReleaseFiles,
  home: Home,
  { files }: Pick<Tools, 'files'>,
): Promise<void> {
  const folder = folderOf(release, home)
  await files.makeFolder(folder)
  await files.copy(app, join(folder, 'app.yaml'))
  await files.copy(settings, join(folder, 'settings.env'))
  for (const [name, bill] of Object.entries(bills)) await files.write(join(folder, name), `${bill}\n`)
  await writeState(join(folder, 'release.json'), release, files)
}

/**
 * Fetches the images of a release from the registry, so that starting it waits for nothing. A name with a digest never
 * changes its meaning: an image that the engine has is not fetched, so going back works without the registry.
 */
export async function pullRelease(
  { images }: Pick<Release, 'images'>,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
): Promise<void> {
  const isHere = (image: string) =>
    shell.read(findImage(image)).then(
      () => true,
      () => false,
    )
  for (const piece of pieces) {
    if (await isHere(images[piece])) continue
    await shell.run(pullImage(images[piece]), { signal }).catch(error => {
      throw new Failure('command-failed', `${images[piece]} ne peut pas être tirée du registre.\n${error.message}`, {
        hint: 'Le registre répond-il, et a-t-il encore cette image ? tiptop deploy la construit de nouveau.',
        cause: error,
      })
    })
  }
}

/**
 * Applies the migrations of a release to the database.
 * @returns what the program said last
 */
export async function migrateDatabase(
  next: RunningRelease,
  home: Home,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
) {
  const { command, env } = projectOf(next, home)
  const said = await shell.run(command('run', '--rm', '--no-deps', '--no-TTY', 'migrate'), { env, signal })
  return said.split('\n').at(-1) ?? ''
}

/**
 * Gives a colour that does not serve this release and starts it, until its own health checks pass. What serves is not
 * touched.
 * @throws a Failure with the last words of a container that does not become healthy
 */
export async function startRelease(
  { release, colour }: RunningRelease,
  home: Home,
  { files, shell }: Pick<Tools, 'files' | 'shell'>,
  signal?: AbortSignal,
): Promise<void> {
  await files.link(join('releases', release.name), home.colour(colour))
  const { command, env } = projectOf({ release, colour }, home)
  const up = ['up', '--detach', '--remove-orphans', '--no-build', '--wait', `--wait-timeout=${READY_SECONDS}`]
  await shell.run(command(...up), { env, ...(signal && { signal }) }).catch(async error => {
    const said = await shell.read(command('logs', '--no-color', '--tail=20'), { env }).catch(() => '')
    const words = [`La version ${release.version} ne démarre pas.`, (error as Error).message, said]
    throw new Failure('not-ready', stripVTControlCharacters(words.join('\n')), {
      hint: 'Ses dernières lignes disent pourquoi : un réglage, la base ou l’image.',
      cause: error,
    })
  })
}

const WORDS = 3

/** The last lines that the containers of a release have written, or why they cannot be read. */
export async function firstWords(
  started: RunningRelease,
  home: Home,
  { shell }: Pick<Tools, 'shell'>,
): Promise<string> {
  const { command, env } = projectOf(started, home)
  const said = await shell
    .read(command('logs', '--no-color', `--tail=${WORDS}`), { env })
    .catch(error => `illisibles : ${error.message}`)
  return stripVTControlCharacters(said) || 'rien n’est dit encore'
}

/** Requests on their way to a colour are still answered by it after the switch, on a busy server too. */
const DRAIN_MS = 3_000

/** @param since the moment of `performance.now()` at which the last request may have been sent to the colour */
async function drain({ shell }: Pick<Tools, 'shell'>, since = performance.now()): Promise<void> {
  const restMs = since + DRAIN_MS - performance.now()
  if (restMs > 0) await shell.run(['sleep', (restMs / 1000).toFixed(1)])
}

/**
 * Stops the containers of a release and keeps them: an instant rollback starts them again.
 * @param since the moment of `performance.now()` at which traffic went elsewhere, if that is known
 */
export async function stopRelease(
  stopped: RunningRelease,
  home: Home,
  tools: Pick<Tools, 'shell'>,
  since?: number,
): Promise<void> {
  const { command, env } = projectOf(stopped, home)
  await drain(tools, since)
  await tools.shell.run(command('stop'), { env })
}

/**
 * Stops the release that runs beside what serves, as an interrupted deployment leaves it.
 * @returns what was found there, in French; null if only what serves runs
 */
export async function stopIdle(
  serving: RunningRelease | null,
  home: Home,
  tools: Pick<Tools, 'shell'>,
): Promise<string | null> {
  const colour = otherColour(serving?.colour ?? 'green')
  const release = await orDamage(releaseOf(home, colour))
  // Whatever starts next takes its place.
  if (release instanceof DamagedFile) return release.message
  if (!release || !(await tools.shell.read(containersOf(`${home.stack}-${colour}`)))) return null
  await stopRelease({ release, colour }, home, tools)
  return `${release.version}, qui ne servait pas, est arrêtée`
}

/**
 * Removes the containers of a release that failed.
 * @param held what its colour's link pointed to before, see {@link heldBy}: it points there again
 */
export async function discardRelease(
  failed: RunningRelease,
  held: string | null,
  home: Home,
  { shell, files }: Pick<Tools, 'files' | 'shell'>,
): Promise<void> {
  const { command, env } = projectOf(failed, home)
  const link = home.colour(failed.colour)
  await drain({ shell })
  await shell.run(command('down', '--timeout=10'), { env })
  if (held) await files.link(held, link)
  else await files.remove(link)
}

/** What a colour's link points to; null when there is no link. */
export async function heldBy(colour: Colour, home: Home): Promise<string | null> {
  return readLink(home.colour(colour))
}

/** Starts the release that served before, which may have been stopped, and sends all traffic back to it. */
export async function returnTo(
  former: RunningRelease,
  home: Home,
  tools: Pick<Tools, 'files' | 'shell'>,
): Promise<void> {
  await startRelease(former, home, tools)
  await serveColour(home, former.colour, tools.files)
}

const folderOf = (release: Release, home: Home) => join(home.releases, release.name)

/** The release's own folder: its colour's link may not point to it yet. */
const projectOf = ({ release, colour }: RunningRelease, home: Home) =>
  appProject(home, colour, release.images, folderOf(release, home))

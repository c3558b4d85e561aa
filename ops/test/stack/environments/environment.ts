import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { appProject } from '../../../src/environment/compose-projects.ts'
import type { Environment } from '../../../src/environment/environment.ts'
import type { Colour, Home } from '../../../src/environment/home.ts'
import type { ReleaseImages } from '../../../src/release/release.ts'
import { makeCertificate } from '../../certificate.ts'
import { run } from '../../machine/run.ts'
import { application, REPOSITORY } from '../application.ts'
import { removeProject, settingsText } from '../server.ts'

/** The names of the specification, below a domain that no one owns. */
export const hosts: Record<Environment, string> = {
  dev: 'dev.tiptop.test',
  preprod: 'preprod.tiptop.test',
  prod: 'tiptop.test',
}

/** Database and door of an environment, ready for a release. */
export async function installEnvironment(home: Home): Promise<void> {
  const { environment } = home
  const host = hosts[environment]
  await mkdir(home.tls, { recursive: true })
  await makeCertificate(home.tls, { names: [host, `api.${host}`] })
  const addresses = { NEXT_PUBLIC_WEB_URL: `https://${host}`, NEXT_PUBLIC_API_URL: `https://api.${host}` }
  await writeFile(home.settings, await settingsText(environment, addresses))
  await mkdir(join(home.folder, 'secrets'), { recursive: true, mode: 0o750 })
  await writeFile(home.secret('registry-password'), 'no registry is asked here')
  const project = home.stack.slice(0, -environment.length - 1)
  const env = { TIPTOP_ROOT: dirname(home.folder), TIPTOP_PROJECT: project, TIPTOP_BACKUPS: home.backups.daily }
  await run([process.execPath, join('ops', 'src', 'main.ts'), 'install', environment], { cwd: REPOSITORY, env })
}

/** Migrates, and starts a release as this colour. @returns its project */
export async function startRelease(home: Home, colour: Colour, images: Partial<ReleaseImages> = {}) {
  const folder = home.colour(colour)
  await mkdir(folder, { recursive: true })
  await copyFile(join(REPOSITORY, 'environments', 'server', 'app.yaml'), join(folder, 'app.yaml'))
  await copyFile(home.settings, join(folder, 'settings.env'))
  const { command, env } = appProject(home, colour, { ...application, ...images })
  const compose = (...args: string[]) => run(command(...args), { env })
  await compose('run', '--rm', '--no-deps', '--no-TTY', 'migrate')
  await compose('up', '--detach', '--wait', '--wait-timeout', '120')
  return compose
}

/** An image that is another one with something changed. */
export async function deriveImage(tag: string, from: string, change: string): Promise<string> {
  const build = ['docker', 'buildx', 'build', '--load', '--quiet', '--tag', tag, '-'] as const
  await run(build, { input: `FROM ${from}\n${change}\n` })
  return tag
}

export async function removeEnvironment({ stack }: Home): Promise<void> {
  for (const name of ['blue', 'green', 'infra']) await removeProject(`${stack}-${name}`)
  for (const volume of ['database', 'archive', 'static'])
    await run(['docker', 'volume', 'rm', '--force', `${stack}-${volume}`])
}

/** What is in the files of secrets that are in use. */
export async function secretsOf(home: Home): Promise<string[]> {
  const names = ['postgres-password', 'owner-url', 'database-url', 'session-key', 'ticket-pepper'] as const
  const texts = await Promise.all(names.map(async name => (await readFile(home.secret(name), 'utf8')).trim()))
  return texts.flatMap(text => [text, URL.parse(text)?.password ?? text])
}

import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../failure.ts'
import { isThere } from '../../../tools/files.ts'
import { systemReason } from '../../../tools/system-errors.ts'

/** What opens everything that Jenkins encrypts; without it credentials are of no use. */
const MASTER_KEY = 'secrets/master.key'
/** The folders of a job that hold other jobs: of a folder, of a multibranch pipeline, of promotions, of Maven's modules. */
const JOBS = ['jobs', 'branches', 'promotions', 'modules']
/** Of a job what cannot be made again; its builds and workspaces can. */
const OF_A_JOB = ['config.xml', 'nextBuildNumber', 'state.xml']
const KEYS = ['credentials.xml', 'identity.key.enc', 'secret.key', 'secret.key.not-so-secret']
/** Builds that were waiting: they must not begin on a server that was restored. */
const PASSING = ['queue.xml']

/** @throws a Failure when this is not the home of a Jenkins, or cannot be read: a night never leaves it out silently */
export async function expectHome(home: string): Promise<void> {
  const hint = 'Corrigez JENKINS_HOME, ou videz-le s’il n’y a pas de Jenkins ici.'
  const names = await readdir(home).catch(error => {
    const why = error.code === 'ENOENT' ? 'n’existe pas sur ce serveur' : `ne se lit pas (${error.code})`
    throw new Failure('not-readable', `JENKINS_HOME, ${home}, ${why}.`, { hint })
  })
  if (!names.includes('config.xml') && !names.includes('secrets'))
    throw new Failure(
      'not-there',
      `JENKINS_HOME, ${home}, n’est pas le dossier d’un Jenkins : ni config.xml, ni secrets/.`,
      { hint },
    )
}

/** The definitions of all jobs, in folders and branches as well: their paths in Jenkins' home. */
export async function jobFiles(home: string): Promise<string[]> {
  return jobsIn(home, 'jobs')
}

/** Whether a path of {@link jobFiles} is a job of its own. */
export const isJob = (path: string) => path.endsWith('/config.xml')

async function jobsIn(home: string, folder: string): Promise<string[]> {
  const jobs = (await entriesOf(home, folder)).filter(entry => entry.isDirectory())
  const found: string[] = []
  for (const { name } of jobs) {
    const job = join(folder, name)
    const names = (await entriesOf(home, job)).map(entry => entry.name)
    found.push(...OF_A_JOB.filter(file => names.includes(file)).map(file => join(job, file)))
    for (const inner of JOBS.filter(other => names.includes(other)))
      found.push(...(await jobsIn(home, join(job, inner))))
  }
  return found
}

/**
 * Encrypted credentials, what opens them, and users with their tokens.
 * @throws a Failure when one of them cannot be read, or the key that opens the others is not there
 */
export async function keyFiles(home: string): Promise<string[]> {
  const files = [
    ...(await thoseThere(home, KEYS)),
    ...(await allBelow(home, 'secrets')),
    ...(await allBelow(home, 'users')),
  ]
  if (!files.includes(MASTER_KEY))
    throw new Failure(
      'not-there',
      `${join(home, MASTER_KEY)} manque : sans lui, aucun identifiant de Jenkins ne s’ouvre.`,
      { hint: 'JENKINS_HOME est-il le dossier de ce Jenkins ?' },
    )
  for (const file of files) await expectReadable(join(home, file))
  return files
}

async function expectReadable(path: string): Promise<void> {
  const handle = await open(path).catch(error => {
    throw new Failure('not-readable', `${path} ne se lit pas (${error.code}).`, {
      hint: systemReason(error)?.hint ?? null,
    })
  })
  await handle.close()
}

/** What is set for all jobs: Jenkins' own settings, those of its plugins, its nodes and what it runs when it starts. */
export async function settingFiles(home: string): Promise<string[]> {
  const top = (await entriesOf(home, '.')).filter(entry => entry.isFile()).map(({ name }) => name)
  const own = top.filter(name => /\.(xml|ya?ml)$/.test(name) && !KEYS.includes(name) && !PASSING.includes(name))
  const nodes = (await entriesOf(home, 'nodes')).map(({ name }) => join('nodes', name, 'config.xml'))
  const more = ['labels', 'init.groovy.d', 'casc_configs'].map(folder => allBelow(home, folder))
  return [...own, ...(await thoseThere(home, nodes)), ...(await Promise.all(more)).flat()]
}

/** Of these paths those that are there: a job may be removed at any moment. */
export async function thoseThere(home: string, paths: readonly string[]): Promise<string[]> {
  const there = await Promise.all(paths.map(path => isThere(join(home, path))))
  return paths.filter((_, place) => there[place])
}

/** A folder with everything in it, folders as well: they have a mode, too. */
async function allBelow(home: string, folder: string): Promise<string[]> {
  if (!(await thoseThere(home, [folder])).length) return []
  const names = await readdir(join(home, folder), { recursive: true })
  return [folder, ...names.map(name => join(folder, name)).sort()]
}

async function entriesOf(home: string, folder: string) {
  const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(error => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
}

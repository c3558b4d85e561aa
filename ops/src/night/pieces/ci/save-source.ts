import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { readSecret } from '../../../environment/target.ts'
import { Failure } from '../../../failure.ts'
import type { Step } from '../../../procedure/procedure.ts'
import { isThere } from '../../../tools/files.ts'
import { inBytes } from '../../../tools/free-space.ts'
import { type GitRepository, gitIn, short } from '../../../tools/git.ts'
import type { BackupDraft } from '../../making.ts'

const BUNDLE = 'source.bundle'
/** Beside the bundle while it is made: a remote repository, then the clone that proves the bundle. */
const [MIRROR, PROOF] = ['.source-mirror', '.source-proof']
const TRIES = 3
const PAUSE_MS = 5_000

/**
 * Saves the repository of the source, with all branches and tags, as one bundle that `git clone` reads, and proves it by
 * cloning it: 3.1/X.
 * @throws a Failure if the repository cannot be read, or if the clone is not what the bundle lists
 */
export async function saveSource(step: Step, draft: BackupDraft): Promise<BackupPiece[]> {
  const { folder, tools } = draft
  const retry = { times: TRIES, everyMs: PAUSE_MS }
  try {
    const piece = await step(
      '3.1/X',
      'Copier le code source, branches et étiquettes',
      async ({ tell, signal }) => {
        const made = await bundle(draft, signal)
        tell(inBytes(made.bytes))
        return made
      },
      { retry },
    )
    await step('3.1/X', 'Relire le code source en le clonant', async ({ tell, signal }) => {
      tell(await prove(draft, signal))
    })
    return [piece]
  } finally {
    for (const name of [MIRROR, PROOF]) await tools.files.remove(join(folder, name))
  }
}

async function bundle(draft: BackupDraft, signal: AbortSignal): Promise<BackupPiece> {
  const { folder, tools } = draft
  const git = await openRepository(draft, signal)
  const write = (output: Writable) => git.run(['bundle', 'create', '--quiet', '-', '--all'], { output })
  const fingerprint = await tools.files.receive(join(folder, BUNDLE), write, 0o600)
  return { name: BUNDLE, kind: 'source', ...fingerprint }
}

/** A repository of this server is read where it is; one behind an address is copied first. */
async function openRepository(draft: BackupDraft, signal: AbortSignal): Promise<GitRepository> {
  const { target, folder, tools } = draft
  const place = target.settings.SOURCE_REPOSITORY
  if (place.startsWith('/') && !(await isThere(place)))
    throw new Failure('not-there', `SOURCE_REPOSITORY, ${place}, n’existe pas sur ce serveur.`, {
      hint: 'Corrigez SOURCE_REPOSITORY : un dépôt de ce serveur, ou son adresse.',
    })
  if (place.startsWith('/')) return configured(gitIn(place, tools.shell, signal), { 'safe.directory': place })
  const mirror = join(folder, MIRROR)
  await tools.files.remove(mirror)
  const access = await readSecret(target.home, 'source-access')
  const header = `Authorization: Basic ${Buffer.from(access).toString('base64')}`
  const slow = { 'http.lowSpeedLimit': '1000', 'http.lowSpeedTime': '60' }
  const from = configured(gitIn(folder, tools.shell, signal), {
    ...slow,
    ...(access && { [`http.${place}.extraHeader`]: header }),
  })
  await from.run(['clone', '--mirror', '--quiet', place, mirror])
  return gitIn(mirror, tools.shell, signal)
}

/** The same repository with settings that git reads from its environment, where no other user sees them. */
function configured({ says, ...git }: GitRepository, settings: Record<string, string>): GitRepository {
  const entries = Object.entries(settings).flatMap(([name, value], place) => [
    [`GIT_CONFIG_KEY_${place}`, name],
    [`GIT_CONFIG_VALUE_${place}`, value],
  ])
  const env = { ...Object.fromEntries(entries), GIT_CONFIG_COUNT: String(entries.length / 2) }
  return {
    says,
    read: (args, options) => git.read(args, { ...options, env }),
    run: (args, options) => git.run(args, { ...options, env }),
  }
}

/** @returns what the clone has, in French */
async function prove({ folder, tools, running, warn }: BackupDraft, signal: AbortSignal): Promise<string> {
  const [file, proof] = [join(folder, BUNDLE), join(folder, PROOF)]
  await tools.files.remove(proof)
  await gitIn(folder, tools.shell, signal).run(['clone', '--mirror', '--quiet', file, proof])
  const clone = gitIn(proof, tools.shell, signal)
  await clone.run(['bundle', 'verify', '--quiet', file])
  await clone.run(['fsck', '--full', '--no-dangling', '--no-progress'])
  const listed = linesOf(await clone.run(['bundle', 'list-heads', file])).filter(line => !line.endsWith(' HEAD'))
  const cloned = linesOf(await clone.run(['for-each-ref', '--format=%(objectname) %(refname)']))
  if (listed.join('\n') !== cloned.join('\n'))
    throw new Failure('damaged', `${BUNDLE} : son clone n’a pas les branches et les étiquettes qu’il annonce.`, {
      hint: '« git fsck », dans le dépôt, dit ce qui y est abîmé.',
    })
  const unknown = await withoutCommits(clone, running ? Object.values(running.release.commits) : [])
  for (const commit of unknown)
    warn(`Le code source n’a pas le commit ${short(commit)} qui sert : SOURCE_REPOSITORY est-il le bon dépôt ?`)
  const under = (place: string) => cloned.filter(line => line.includes(` refs/${place}/`)).length
  return `${under('heads')} branche(s), ${under('tags')} étiquette(s), le clone est entier`
}

async function withoutCommits(clone: GitRepository, commits: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    commits.map(commit =>
      clone.run(['cat-file', '-e', `${commit}^{commit}`]).then(
        () => true,
        () => false,
      ),
    ),
  )
  return [...new Set(commits.filter((_, place) => !found[place]))]
}

const linesOf = (said: string) => said.split('\n').filter(Boolean).sort()

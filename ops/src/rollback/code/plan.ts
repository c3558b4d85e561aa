import { branches } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { readRelease, runningRelease, wasProven } from '../../release/colours.ts'
import type { Release } from '../../release/release.ts'
import { type GitRepository, short } from '../../tools/git.ts'
import type { Shell } from '../../tools/shell.ts'
import { treeWithMigrations } from './tree.ts'

/** What taking code back means: the branch gets the tree of `stable` on top of its `tip`. */
export type CodePlan = {
  remote: string
  branch: string
  tip: string
  stable: string
  /** `3f2a9c1 Subject` of the commit that comes back, and of those that are undone */
  subject: string
  undone: string[]
  /** what the branch gets, and the migrations in it that the stable commit did not have yet */
  tree: string
  migrations: string[]
}

/**
 * Which commits of an environment's branch are undone. The stable one is the one that was named; else what serves, when
 * the branch has gone on since; else what the release before was made from.
 * @returns null when the branch has this very content already
 * @throws a Failure when there is no such branch or commit, or when this clone knows too little
 */
export async function planCode(
  { target, git, shell }: { target: Target; git: GitRepository; shell: Shell },
  to: string | null,
): Promise<CodePlan | null> {
  const { home } = target
  const branch = branches[home.environment]
  const remote = await remoteOf(git)
  const tip = await fetchTip(git, remote, branch)
  const stable = to ? await resolve(git, to) : await lastStable(home, git, tip)
  if (!(await git.says(['merge-base', '--is-ancestor', stable, tip])))
    throw new Failure(
      'not-there',
      `${short(stable)} n’est pas dans l’histoire de ${remote}/${branch}.`,
      await shallowHint(git),
    )
  const content = await treeWithMigrations({ stable, tip }, git, target, { shell })
  if (content.tree === (await git.read(['rev-parse', `${tip}^{tree}`]))) return null
  const line = (commit: string) => git.read(['log', '-1', '--oneline', '--no-decorate', commit])
  const undone = await git.read(['log', '--oneline', '--no-decorate', `${stable}..${tip}`])
  return {
    remote,
    branch,
    tip,
    stable,
    subject: await line(stable),
    undone: undone.split('\n').filter(Boolean),
    ...content,
  }
}

async function remoteOf(git: GitRepository): Promise<string> {
  const remotes = (await git.read(['remote'])).split('\n').filter(Boolean)
  const found = remotes.find(name => name === 'origin') ?? (remotes.length === 1 ? remotes[0] : null)
  if (!found)
    throw new Failure('not-there', `Ce dépôt n’a pas de dépôt distant « origin » (${remotes.join(', ') || 'aucun'}).`, {
      hint: 'git remote add origin ADRESSE en ajoute un.',
    })
  return found
}

/** The tip as it is there now, and not as this clone remembers it. */
async function fetchTip(git: GitRepository, remote: string, branch: string): Promise<string> {
  const tracked = `refs/remotes/${remote}/${branch}`
  await git.read(['fetch', '--quiet', '--no-tags', remote, `+refs/heads/${branch}:${tracked}`]).catch(error => {
    throw new Failure('command-failed', `La branche ${branch} de ${remote} n’a pas pu être lue.\n${error.message}`, {
      hint: '« git fetch », dans ce dépôt, dit si l’accès manque.',
      cause: error,
    })
  })
  return git.read(['rev-parse', '--verify', tracked])
}

async function resolve(git: GitRepository, revision: string): Promise<string> {
  return git.read(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).catch(async () => {
    throw new Failure('not-there', `Le dépôt n’a pas de commit « ${revision} ».`, await shallowHint(git))
  })
}

async function lastStable(home: Home, git: GitRepository, tip: string): Promise<string> {
  for (let at = (await runningRelease(home))?.release ?? null; at; at = await before(home, at)) {
    const { backend, frontend } = at.commits
    // After a rollback of one piece, what serves is no commit of its own.
    if (backend !== frontend || backend === tip || !(await wasProven(home, at.name))) continue
    const commit = await resolve(git, backend)
    if (await git.says(['merge-base', '--is-ancestor', commit, tip])) return commit
  }
  throw new Failure(
    'not-there',
    `Aucune version d’avant, qui ait servi en ${home.environment}, ne vient de cette branche.`,
    { hint: '--to nomme le commit.' },
  )
}

async function before(home: Home, { former }: Release): Promise<Release | null> {
  return former ? readRelease(home, former) : null
}

async function shallowHint(git: GitRepository): Promise<{ hint: string | null }> {
  const shallow = (await git.read(['rev-parse', '--is-shallow-repository'])) === 'true'
  return { hint: shallow ? 'Ce clone est superficiel : git fetch --unshallow, puis recommencez.' : null }
}

import { Failure } from '../failure.ts'
import type { GitRepository } from '../tools/git.ts'
import { short } from '../tools/git.ts'
import type { GateRequest } from './request.ts'

/**
 * Brings the clone of this server up to date, and makes sure that the commit is on the branch that it is asked for: what
 * merges there is what its protection in the Git server let in.
 * @throws a Failure when it is not
 */
export async function admitCommit(git: GitRepository, { branch, commit }: Pick<GateRequest, 'branch' | 'commit'>) {
  await git.run(['fetch', '--quiet', '--prune', 'origin', '+refs/heads/*:refs/heads/*'])
  const is = ['merge-base', '--is-ancestor', commit, `refs/heads/${branch}`]
  // A commit or a branch that is not there ends git as badly as one that is elsewhere.
  if (await git.says(is).catch(() => false)) return
  throw new Failure('refused', `Le commit ${short(commit)} n’est pas sur la branche ${branch}.`, {
    hint: 'Fusionnez-le d’abord dans cette branche, ou déployez un commit qui y est.',
  })
}

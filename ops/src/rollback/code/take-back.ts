import type { Environment } from '../../environment/environment.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step, StepNodes } from '../../procedure/procedure.ts'
import { type GitRepository, gitIn, short } from '../../tools/git.ts'
import type { Tools } from '../../tools/tools.ts'
import { sameAsAgreed } from '../same-as-agreed.ts'
import { type CodePlan, planCode } from './plan.ts'

type CodeNodes = Record<'find' | 'revert' | 'push', StepNodes>

/** 4.1 draws this way; for 4.2 it is a correction by another deployment. Production goes back by its images alone. */
export const codeNodes: Record<Exclude<Environment, 'prod'>, CodeNodes> = {
  dev: { find: ['4.1/C', '4.1/F'], revert: '4.1/G', push: '4.1/H' },
  preprod: { find: ['4.2/C', '4.2/D'], revert: '4.2/D', push: '4.2/D' },
}

type CodeRollback = { repository: string; to: string | null; agreed: CodePlan; nodes: CodeNodes; by: string }

/** Stands in a dry run for the commit that it does not make. */
const NO_COMMIT = '0'.repeat(40)

/**
 * Gives the branch of an environment the content of a stable commit by one new commit on top of it: no history is
 * rewritten, merges are undone like the rest, and neither the working tree nor a branch of this clone is touched. The
 * pipeline deploys it as it deploys any commit. A branch that has moved meanwhile refuses it, and nothing has happened.
 * @returns the new commit
 */
export async function takeCodeBack(
  step: Step,
  { repository, to, agreed: plan, nodes, by }: CodeRollback,
  target: Target,
  tools: Tools,
) {
  await step(nodes.find, 'Chercher le dernier commit qui marchait', async ({ tell, signal }) => {
    const found = await planCode({ target, git: gitIn(repository, tools.shell, signal), shell: tools.shell }, to)
    sameAsAgreed(short(plan.tip), found && short(found.tip))
    sameAsAgreed(short(plan.stable), found && short(found.stable))
    tell(plan.subject)
  })
  const commit = await step(nodes.revert, 'Annuler ce qui a suivi, en un commit', async ({ tell, signal }) => {
    const git = gitIn(repository, tools.shell, signal)
    const input = messageOf(plan)
    const env = await identity(git, by, target)
    const made = await git.run(['commit-tree', plan.tree, '-p', plan.tip, '-F', '-'], {
      input,
      env,
      pretend: NO_COMMIT,
    })
    tell(`${short(made)} sur ${short(plan.tip)}`)
    return made
  })
  await step(nodes.push, `Pousser sur ${plan.remote}/${plan.branch}`, async ({ tell, signal }) => {
    await push(commit, plan, gitIn(repository, tools.shell, signal))
    tell(`${short(plan.tip)}..${short(commit)}`)
  })
  return commit
}

async function push(commit: string, { remote, branch }: CodePlan, git: GitRepository): Promise<void> {
  await git.run(['push', '--quiet', remote, `${commit}:refs/heads/${branch}`]).catch(error => {
    throw new Failure(
      'command-failed',
      `${remote} n’a pas pris le commit ${short(commit)} : rien n’y a changé, et rien n’est perdu.\n${error.message}`,
      { hint: 'Si la branche a avancé entre-temps, recommencez.', cause: error },
    )
  })
}

/** In English and as `git revert` words it, for readers of the history. */
function messageOf({ stable, tip, branch, subject, undone, migrations }: CodePlan): string {
  const count = undone.length === 1 ? '1 commit' : `${undone.length} commits`
  const list = (lines: string[]) => lines.map(line => `  ${line}`)
  return [
    `Revert ${count} of ${branch}, back to ${short(stable)}`,
    '',
    `This reverts the commits ${short(stable)}..${short(tip)}:`,
    '',
    ...list(undone),
    '',
    `The content is that of ${stable}:`,
    '',
    ...list([subject]),
    ...(migrations.length ? ['', 'Kept, since the database has had them:', '', ...list(migrations)] : []),
    '',
  ].join('\n')
}

/** The author that git is configured with; else the operator of this run, since a server rarely has one. */
async function identity(git: GitRepository, by: string, { settings }: Target): Promise<Record<string, string>> {
  const own = (what: string) => git.read(['config', `user.${what}`]).catch(() => '')
  const [name, email] = await Promise.all([own('name'), own('email')])
  const given = { name: name || by, email: email || `${by}@${new URL(settings.NEXT_PUBLIC_WEB_URL).hostname}` }
  return {
    GIT_AUTHOR_NAME: given.name,
    GIT_AUTHOR_EMAIL: given.email,
    GIT_COMMITTER_NAME: given.name,
    GIT_COMMITTER_EMAIL: given.email,
  }
}

import { deploy } from '../../src/deploy/deploy.ts'
import type { Deployment } from '../../src/deploy/deployment.ts'
import { branches } from '../../src/environment/environment.ts'
import type { FailAt, RecordingServer } from './recording-server.ts'

/** A commit by its letter: forty of it. */
export const commitNamed = (letter: string) => letter.repeat(40)

/** Deploys a commit of the recording server's repository, as a push to the branch of its environment does. */
export function deployOn(
  { target, tools, run }: RecordingServer,
  commit: string,
  own: Partial<Deployment> = {},
  how: FailAt = {},
) {
  const { environment } = target.home
  const deployment: Deployment = {
    environment,
    branch: branches[environment],
    commit,
    cause: 'push',
    repository: '/repository',
    approval: null,
    approvedBreaking: false,
    report: null,
    warnings: [],
    ...own,
  }
  return run(step => deploy(step, deployment, target, tools), how)
}

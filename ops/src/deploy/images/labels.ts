import { branches, type Environment, environments } from '../../environment/environment.ts'
import { latestLabel } from '../../release/image-names.ts'

/** The environment that a branch is deployed to; null for a branch without an environment of its own. */
export function environmentOf(branch: string): Environment | null {
  return environments.find(environment => branches[environment] === branch) ?? null
}

/**
 * The tags of an image, which are labels for people: first the environment's own, then one that this commit alone has,
 * then others. What is deployed is a digest.
 * @param version of the commit, as its package.json says
 */
export function labelsOf(environment: Environment, version: string, commit: string): [string, string, ...string[]] {
  const own = latestLabel(environment)
  const exact = `${environment}-${version}-${commit.slice(0, 7)}`
  return { dev: [own, exact, 'latest'], preprod: [own, exact], prod: [own, exact, version] }[environment] as [
    string,
    string,
  ]
}

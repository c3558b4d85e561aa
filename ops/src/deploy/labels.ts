import { branches, type Environment, environments } from '../environment/environment.ts'

/** The environment that a branch is deployed to; null for a branch that is nobody's, whose environment is chosen. */
export function environmentOf(branch: string): Environment | null {
  return environments.find(environment => branches[environment] === branch) ?? null
}

/**
 * The tags of an image: labels for people, of which the first is the environment's own and the second this commit's
 * alone. What is deployed is a digest.
 * @param version of the commit, as its package.json says
 */
export function labelsOf(environment: Environment, version: string, commit: string): [string, string, ...string[]] {
  const own = `${environment}-latest`
  const exact = `${environment}-${version}-${commit.slice(0, 7)}`
  return { dev: [own, exact, 'latest'], preprod: [own, exact], prod: [own, exact, version] }[environment] as [
    string,
    string,
  ]
}

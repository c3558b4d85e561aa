import type { Container } from '../../environment/facts/containers.ts'
import { type FindingWords, well, wrong } from '../finding.ts'

const stateWords: Record<Container['state'], string> = {
  well: 'en état',
  starting: 'démarre',
  unhealthy: 'en mauvaise santé',
  stopped: 'arrêté',
  missing: 'absent',
}

export function wordContainers(containers: Container[]): FindingWords {
  const ill = containers.filter(({ state }) => state !== 'well')
  if (!ill.length) return well(`les ${containers.length} sont en état`)
  const lines = ill.flatMap(({ name, state, status, lastWords }) => [
    `${name} : ${stateWords[state]}${state === 'missing' ? '' : ` (${status})`}`,
    ...lastWords.map(line => `  | ${line}`),
  ])
  return wrong(...lines, ...(ill.length < containers.length ? ['les autres sont en état'] : []))
}

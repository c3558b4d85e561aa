import type { Fault } from './source.ts'

/** Where a fault may still be: how its path begins, and what its sentence contains. */
const PENDING: [path: string, sentence: string][] = [
  // directions
  ['backend/src/accounts/', 'not import backend/src/app.ts'],
  ['backend/src/administration/', 'not import backend/src/app.ts'],
  ['backend/src/contest/', 'not import backend/src/app.ts'],
  ['backend/src/exports/', 'not import backend/src/app.ts'],
  ['backend/src/game/', 'not import backend/src/app.ts'],
  ['backend/src/handover/', 'not import backend/src/app.ts'],
  ['backend/src/health/', 'not import backend/src/app.ts'],
  ['backend/src/newsletter/', 'not import backend/src/app.ts'],
  ['backend/src/personal-data/', 'not import backend/src/app.ts'],
  ['backend/src/regular-work.ts', 'not import backend/src/app.ts'],
  ['backend/src/statistics/', 'not import backend/src/app.ts'],
  ['backend/src/tools.ts', 'not import backend/src/accounts/'],
  ['backend/src/users/', 'not import backend/src/app.ts'],
  ['frontend/src/accounts/', 'not import frontend/src/game/'],
  ['frontend/src/audit/', 'not import frontend/src/users/'],
  ['frontend/src/tickets/', 'not import frontend/src/users/'],
  ['ops/src/config.ts', 'not import ops/src/environment/'],
  ['ops/src/deploy/', 'not import ops/src/rehearsal/'],
  ['ops/src/diagnosis/', 'not import ops/src/rollback/'],
  // circles
  ['backend/src/accounts/', 'A circle: backend/src/accounts/'],
  ['backend/src/tickets/', 'A circle: backend/src/tickets/'],
  ['frontend/src/accounts/', 'A circle: frontend/src/accounts/'],
  ['frontend/src/handover/', 'A circle: frontend/src/handover/'],
  ['ops/src/cli/', 'A circle: ops/src/cli/'],
  ['ops/src/night/', 'A circle: ops/src/night/'],
  // literal spreads
  ['ops/src/archive/database/scratch.ts', 'spreads a literal'],
  ['ops/src/environment/installation/install.ts', 'spreads a literal'],
  ['ops/src/night/pieces/jenkins/save-jenkins.ts', 'spreads a literal'],
  ['ops/src/rehearsal/scratch.ts', 'spreads a literal'],
  ['ops/src/retention/registry/own-registry.ts', 'spreads a literal'],
  ['ops/test/certificate.ts', 'spreads a literal'],
  ['ops/test/stack/application.ts', 'spreads a literal'],
  ['ops/test/stack/environments/swarm.ts', 'spreads a literal'],
  ['ops/test/stack/machine.ts', 'spreads a literal'],
  ['ops/test/stack/server.ts', 'spreads a literal'],
]

/** Whether this fault is one of those that the moves under way take away. */
export function isPending({ path, sentence }: Fault): boolean {
  return PENDING.some(([start, part]) => path.startsWith(start) && sentence.includes(part))
}

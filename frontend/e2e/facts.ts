import type { Facts } from './environment.ts'

/** Where everything is, as `run.ts` tells it. */
export function facts(): Facts {
  if (!process.env.E2E_FACTS)
    throw new Error('The journeys need their servers: run them by "node frontend/e2e/run.ts".')
  return JSON.parse(process.env.E2E_FACTS) as Facts
}

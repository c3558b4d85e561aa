import type { Facts } from './environment.ts'

/** Returns the addresses of the platform, which `run.ts` passes on. */
export function facts(): Facts {
  if (!process.env.E2E_FACTS)
    throw new Error('The journeys need their servers: run them by "node frontend/e2e/run.ts".')
  return JSON.parse(process.env.E2E_FACTS) as Facts
}

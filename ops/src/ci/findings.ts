import { Failure, isFailure } from '../failure.ts'

/** One thing that we rely on, as it is found. `unknown`: it could not be looked at. `off`: it is not used here. */
export type CiFinding = {
  service: string
  what: string
  state: 'as-expected' | 'differs' | 'unknown' | 'off'
  /** in French */
  said: string
  hint: string | null
}

/** Looks at one thing. @returns what is found, in French @throws a Failure where it differs or cannot be looked at */
export type CiCheck = { what: string; look(): Promise<string> }

/** Something is there and is not what we rely on. */
export const differs = (said: string, hint: string) => new Failure('check-failed', said, { hint })

/** @throws a Failure for a service in another version than the one that compose.yaml names */
export function expectVersion(service: string, found: string, version: string): void {
  if (found === version) return
  const hint = 'docker compose up --detach met celle de compose.yaml ; sinon, écrivez-y l’autre.'
  throw differs(`${service} est en ${found}, et compose.yaml nomme ${version}.`, hint)
}

/** Looks at everything of one service. Once it does not answer, the rest is not asked for. */
export async function findAll(service: string, checks: readonly CiCheck[]): Promise<CiFinding[]> {
  const findings: CiFinding[] = []
  for (const { what, look } of checks) {
    const seen = await look().then(
      said => ({ state: 'as-expected' as const, said, hint: null }),
      (error: Error) => ({
        state: stateOf(error),
        said: error.message,
        hint: error instanceof Failure ? error.hint : null,
      }),
    )
    findings.push({ service, what, ...seen })
    if (seen.state === 'unknown') break
  }
  return findings
}

/** @throws what is no Failure: a bug is no finding */
function stateOf(error: Error): 'differs' | 'unknown' {
  if (!(error instanceof Failure)) throw error
  return isFailure(error, 'unreachable') || isFailure(error, 'wrong-answer') ? 'unknown' : 'differs'
}

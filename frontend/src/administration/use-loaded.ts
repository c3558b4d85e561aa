import type { StaffRole } from '@tiptop/contract/staff-roles.ts'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../accounts/session/needs-role.ts'
import type { Answer, Failure } from '../api-client.ts'

/** `value` belongs to the key `of`, which is the previous key while the next value loads. */
type State<T> = { value: T | null; of: string | null; failure: Failure | null; busy: boolean }

/**
 * Loads the answer of the API for a key. A new key aborts the previous request, so that a late answer never replaces a
 * newer one; the old answer stays until the new one arrives. Users who lost their session or this role go to the sign-in.
 */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<Answer<T>>,
  role: StaffRole = 'admin',
) {
  const lostAccess = useLostAccess(role)
  const [state, setState] = useState<State<T>>({ value: null, of: null, failure: null, busy: true })
  const [turn, setTurn] = useState(0)
  const loading = useRef(load)
  loading.current = load

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn requests the same key again
  useEffect(() => {
    const stop = new AbortController()
    setState(before => ({ ...before, busy: true }))
    loading.current(stop.signal).then(async answer => {
      if (stop.signal.aborted) return
      if (answer.ok) return setState({ value: answer.value, of: key, failure: null, busy: false })
      const isLost = await lostAccess(answer.failure)
      if (!isLost && !stop.signal.aborted) setState(before => ({ ...before, failure: answer.failure, busy: false }))
    })
    return () => stop.abort()
  }, [key, turn, lostAccess])

  const again = useCallback(() => setTurn(turn => turn + 1), [])
  const isStale = state.of !== key
  const failure = state.busy ? null : state.failure
  return { value: failure && isStale ? null : state.value, failure, busy: state.busy || (isStale && !failure), again }
}

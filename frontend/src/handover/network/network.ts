import { useEffect, useRef } from 'preact/hooks'
import type { Answer } from '../../api-client.ts'
import { createStore, useStore } from '../../ui/store.ts'

/** `late`: an answer is on its way for longer than anyone expects. `away`: the last request had no answer. */
export type NetworkState = 'here' | 'late' | 'away'

const LATE_AFTER_MS = 3_000

const $network = createStore<NetworkState>('here')
let late = 0

/** Sends a request of the counter, and learns from it how the network is. A refusal is an answer, too. */
export async function listening<T>(sent: Promise<Answer<T>>): Promise<Answer<T>> {
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    late++
    if ($network.get() === 'here') $network.set('late')
  }, LATE_AFTER_MS)
  const answer = await sent
  clearTimeout(timer)
  if (isLate) late--
  if (!answer.ok && answer.failure.kind !== 'refused') $network.set('away')
  else $network.set(late > 0 ? 'late' : 'here')
  return answer
}

export function useNetwork(): NetworkState {
  return useStore($network)
}

/** Calls back when answers arrive again after the network was away. */
export function useWhenBack(back: () => unknown): void {
  const current = useRef(back)
  current.current = back
  useEffect(() => {
    let wasAway = $network.get() === 'away'
    return $network.listen(state => {
      if (wasAway && state !== 'away') current.current()
      wasAway = state === 'away'
    })
  }, [])
}

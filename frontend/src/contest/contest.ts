import type { Contest } from '@tiptop/contract/contest.ts'
import { api } from '../api-client.ts'
import { createStore, useSharedStore } from '../ui/store.ts'

type ContestState = { name: 'loading' } | { name: 'failed' } | { name: 'ready'; contest: Contest }

/** The contest, loaded once for all the islands of a page that show it. */
const LOADING: ContestState = { name: 'loading' }
const $contest = createStore<ContestState>(LOADING, load)

async function load(): Promise<void> {
  const answer = await api.contest()
  $contest.set(answer.ok ? { name: 'ready', contest: answer.value } : { name: 'failed' })
}

export function useContest() {
  return { state: useSharedStore($contest, LOADING), retry: () => void load() }
}

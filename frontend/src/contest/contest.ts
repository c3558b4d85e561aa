import type { Contest } from '@tiptop/contract/contest.ts'
import { atom } from 'nanostores'
import { api } from '../api-client.ts'
import { useSharedStore, whenShown } from '../ui/hydrated.ts'

type ContestState = { name: 'loading' } | { name: 'failed' } | { name: 'ready'; contest: Contest }

/** The contest, loaded once for all the islands of a page that show it. */
const LOADING: ContestState = { name: 'loading' }
const $contest = atom<ContestState>(LOADING)

whenShown($contest, () => void load())

async function load(): Promise<void> {
  const answer = await api.contest()
  $contest.set(answer.ok ? { name: 'ready', contest: answer.value } : { name: 'failed' })
}

export function useContest() {
  return { state: useSharedStore($contest, LOADING), retry: () => void load() }
}

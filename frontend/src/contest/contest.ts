import type { Contest } from '@tiptop/contract/contest.ts'
import { atom, onMount } from 'nanostores'
import { api } from '../api-client.ts'
import { useSharedStore } from '../ui/hydrated.ts'

type ContestState = { name: 'loading' } | { name: 'failed' } | { name: 'ready'; contest: Contest }

/** The contest, loaded once for all the islands of a page that show it. */
const LOADING: ContestState = { name: 'loading' }
const $contest = atom<ContestState>(LOADING)

onMount($contest, () => void load())

async function load(): Promise<void> {
  const answer = await api.contest()
  $contest.set(answer.ok ? { name: 'ready', contest: answer.value } : { name: 'failed' })
}

export function useContest() {
  return { state: useSharedStore($contest, LOADING), retry: () => void load() }
}

import type { GrandDraw } from '@tiptop/contract/grand-draw.ts'
import { request } from '../api-client.ts'
import { createStore, useSharedStore } from '../ui/store.ts'

type PublicDraw = { name: 'loading' } | { name: 'failed' } | { name: 'ready'; draw: GrandDraw }

/** What everybody may know of the draw, loaded once for all the islands of the page. */
const LOADING: PublicDraw = { name: 'loading' }
const $draw = createStore<PublicDraw>(LOADING, load)

async function load(): Promise<void> {
  const answer = await request<GrandDraw>('GET', '/grand-draw')
  $draw.set(answer.ok ? { name: 'ready', draw: answer.value } : { name: 'failed' })
}

export function usePublicDraw() {
  return { state: useSharedStore($draw, LOADING), retry: () => void load() }
}

import { useEffect, useRef } from 'preact/hooks'
import type { Answer } from '../api-client.ts'
import { useAddress } from '../ui/address.ts'
import { queryOf } from './filters/query.ts'
import { useLoaded } from './use-loaded.ts'

type Page<Row> = { items: Row[]; nextCursor: string | null; lagSeconds?: number | undefined }
type Load<Row> = (query: string, signal: AbortSignal) => Promise<Answer<Page<Row>>>
type Query = Record<string, string | number | undefined>

/** The pages before this one, by the parameter of their list. The browser keeps them with the entry of its history. */
type Trails = Record<string, string[]>

/**
 * Loads a list page by page. The page is in the address (as `parameter`), so that Back, a reload and a shared link show
 * it again. A new filter starts at the first page: the code that changes the filter removes the parameter.
 */
export function useList<Row>(load: Load<Row>, filter: Query, limit = 20, parameter = 'cursor') {
  const { params, change } = useAddress()
  const cursor = params.get(parameter) ?? ''
  const query = queryOf({ ...filter, limit, cursor })
  const loaded = useLoaded(query, signal => load(query, signal))
  const trails = (window.history.state ?? {}) as Trails
  const trail = trails[parameter] ?? []

  const region = useRef<HTMLDivElement>(null)
  const turnedByHand = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves once the requested page is shown
  useEffect(() => {
    if (!turnedByHand.current || loaded.busy) return
    turnedByHand.current = false
    region.current?.focus()
  }, [loaded.value, loaded.busy])

  const goTo = (at: string, trail: string[]) => () => {
    turnedByHand.current = true
    change({ [parameter]: at }, 'push', { ...trails, [parameter]: trail })
  }
  const nextCursor = loaded.value?.nextCursor
  const before = trail.at(-1)
  return {
    ...loaded,
    region,
    first: cursor ? goTo('', []) : null,
    previous: before === undefined ? null : goTo(before, trail.slice(0, -1)),
    next: nextCursor ? goTo(nextCursor, [...trail, cursor]) : null,
  }
}
export type List<Row> = ReturnType<typeof useList<Row>>

'use client'
import type { Contest } from '@tiptop/contract/contest.ts'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { api } from '../api-client.ts'

type ContestState = { name: 'loading' } | { name: 'failed' } | { name: 'ready'; contest: Contest }

const ContestContext = createContext<{ state: ContestState; retry(): void } | null>(null)

/** Loads the contest once for all the parts of a page that show it. */
export function ContestProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<ContestState>({ name: 'loading' })
  const load = useCallback(async () => {
    const answer = await api.contest()
    setState(answer.ok ? { name: 'ready', contest: answer.value } : { name: 'failed' })
  }, [])
  useEffect(() => void load(), [load])
  const value = useMemo(() => ({ state, retry: () => void load() }), [state, load])
  return <ContestContext value={value}>{children}</ContestContext>
}

export function useContest() {
  const contest = useContext(ContestContext)
  if (!contest) throw new Error('useContest is used outside of ContestProvider')
  return contest
}

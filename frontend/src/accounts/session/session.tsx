'use client'
import type { Profile } from '@tiptop/contract/accounts.ts'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { api, type Failure } from '../../api-client.ts'
import { forgetCode } from '../kept-code.ts'
import { forgetVisitor, isKnownVisitor, rememberVisitor } from './known-visitor.ts'

export type SessionState =
  | { name: 'unknown' }
  | { name: 'anonymous' }
  | { name: 'failed'; failure: Failure }
  | { name: 'signed-in'; profile: Profile }

type Session = {
  state: SessionState
  /** Asks the backend who is signed in, unless the answer is known or on its way. */
  ask(): Promise<void>
  /** Takes the profile from an answer. */
  adopt(profile: Profile): void
  /** Called when the backend answers that the session is over. */
  lose(): void
  signOut(): Promise<Failure | null>
}

const SessionContext = createContext<Session | null>(null)

/** Provides the signed-in user to every component below. A visitor who never signed in here costs no request. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ name: 'unknown' })
  const asked = useRef(false)

  const adopt = useCallback((profile: Profile) => {
    asked.current = true
    rememberVisitor()
    setState({ name: 'signed-in', profile })
  }, [])

  const lose = useCallback(() => {
    forgetVisitor()
    setState({ name: 'anonymous' })
  }, [])

  const ask = useCallback(async () => {
    if (asked.current) return
    asked.current = true
    const answer = await api.profile()
    if (answer.ok) return adopt(answer.value)
    const { failure } = answer
    if (failure.kind === 'refused' && failure.code === 'session-needed') return lose()
    asked.current = false
    setState({ name: 'failed', failure })
  }, [adopt, lose])

  const signOut = useCallback(async () => {
    const answer = await api.signOut()
    if (!answer.ok) return answer.failure
    forgetVisitor()
    forgetCode()
    return null
  }, [])

  useEffect(() => {
    // Facebook adds this fragment to the address to which it redirects.
    if (window.location.hash === '#_=_')
      history.replaceState(history.state, '', window.location.pathname + window.location.search)
    if (isKnownVisitor()) void ask()
    else setState(current => (current.name === 'unknown' && !asked.current ? { name: 'anonymous' } : current))
  }, [ask])

  const session = useMemo(() => ({ state, ask, adopt, lose, signOut }), [state, ask, adopt, lose, signOut])
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession is used outside of SessionProvider')
  return session
}

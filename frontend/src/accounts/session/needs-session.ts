'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { type Lang, pathIn, translatePath } from '../../ui/language.ts'
import { type SessionState, useSession } from './session.tsx'

/** Node B of diagram 1.1: a page that needs a session sends other visitors to the sign-in page, and back afterwards. */
export function useNeedsSession(lang: Lang): SessionState {
  const router = useRouter()
  const pathname = usePathname()
  const { state, ask } = useSession()
  const isAnonymous = state.name === 'anonymous'
  useEffect(() => {
    if (!isAnonymous) {
      void ask()
      return
    }
    const back = translatePath(pathname, lang) + window.location.search
    router.replace(`${pathIn(lang, '/connexion')}?suite=${encodeURIComponent(back)}`)
  }, [isAnonymous, ask, router, pathname, lang])
  return state
}

import { useEffect } from 'preact/hooks'
import { type Lang, pathIn, translatePath } from '../../ui/language.ts'
import { type SessionState, useSession } from './session.ts'

/** Node B of diagram 1.1: a page that needs a session sends other visitors to the sign-in page, and back afterwards. */
export function useNeedsSession(lang: Lang): SessionState {
  const { state, ask } = useSession()
  const isAnonymous = state.name === 'anonymous' && state.isSure
  useEffect(() => {
    if (isAnonymous) goToSignIn(lang)
    else void ask()
  }, [isAnonymous, ask, lang])
  return state
}

/** Goes to the sign-in page, which leads back to this one. */
export function goToSignIn(lang: Lang): void {
  const { pathname, search } = window.location
  const back = translatePath(pathname, lang) + search
  window.location.replace(`${pathIn(lang, '/connexion')}?suite=${encodeURIComponent(back)}`)
}

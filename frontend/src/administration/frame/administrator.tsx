import { useSession } from '../../accounts/session/session.ts'
import type { Lang } from '../../ui/language.ts'
import { adminWords } from '../words.ts'

/** Says who is signed in. */
export function Administrator({ lang }: { lang: Lang }) {
  const { state } = useSession()
  if (state.name !== 'signed-in') return null
  return <>{adminWords[lang].signedInAs(`${state.profile.firstName} ${state.profile.lastName}`)}</>
}

import { useSession } from '../../accounts/session/session.ts'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { adminWords } from '../words.ts'

/** Says who is signed in. */
export function Administrator({ lang }: { lang: Lang }) {
  const { state } = useSession()
  if (state.name !== 'signed-in') return null
  return <Text>{adminWords[lang].signedInAs(`${state.profile.firstName} ${state.profile.lastName}`)}</Text>
}

import { useSession } from '../../accounts/session/session.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { siteWords } from '../words.ts'

const loadSignedIn = () => loadPart(() => import('./signed-in-corner.tsx')).then(module => module.SignedInCorner)

/** The signed-in user with a sign-out button, or a link to sign in. Empty until the backend says who asks. */
export function AccountCorner({ lang }: { lang: Lang }) {
  const { state } = useSession()
  const profile = state.name === 'signed-in' ? state.profile : null
  const SignedIn = useLoadedLater(profile && loadSignedIn)
  // Without an answer, nothing is claimed: the user may well be signed in.
  if (state.name === 'unknown' || state.name === 'failed') return null
  if (!profile)
    return (
      <a
        href={pathIn(lang, '/connexion')}
        className="flex min-h-11 items-center min-[400px]:px-1 text-[0.9375rem] font-semibold whitespace-nowrap text-forest sm:px-2 hover:underline"
      >
        {siteWords[lang].signIn}
      </a>
    )
  return SignedIn && <SignedIn lang={lang} firstName={profile.firstName} />
}

import { useState } from 'preact/hooks'
import { signOut } from '../../accounts/session/sign-out.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { signedInWords } from './signed-in-words.ts'

/** The first name of the signed-in user, which leads to the account, and a sign-out button. */
export function SignedInCorner({ lang, firstName }: { lang: Lang; firstName: string }) {
  const words = signedInWords[lang]
  const [failed, setFailed] = useState(false)
  const { run, busy } = useOneAtATime(signOut)

  async function leave() {
    const failure = await run()
    setFailed(failure !== null)
    // A full load clears this user from the page's memory.
    if (!failure) window.location.assign(pathIn(lang, '/'))
  }

  return (
    <>
      <a
        href={pathIn(lang, '/compte')}
        className="flex min-h-11 min-w-9 items-center text-[0.9375rem] text-forest decoration-amber underline-offset-4 hover:underline"
      >
        <span className="line-clamp-2 leading-tight wrap-anywhere">
          <span className="sr-only">{words.signedInAs} </span>
          <Text>{firstName}</Text>
          <span className="sr-only">, {words.account}</span>
        </span>
      </a>
      <button
        type="button"
        onClick={leave}
        aria-disabled={busy || undefined}
        className="flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-2 text-[0.9375rem] font-semibold text-forest hover:underline"
      >
        <svg
          viewBox="0 0 20 20"
          className="size-5"
          fill="none"
          stroke="currentColor"
          stroke-width="1.6"
          stroke-linecap="round"
          stroke-linejoin="round"
          aria-hidden="true"
        >
          <path d="M8 3H4v14h4M8 10h9M14 7l3 3-3 3" />
        </svg>
        <span className="max-lg:sr-only">{words.signOut}</span>
      </button>
      <span role="alert" className="sr-only">
        {failed && words.signOutFailed}
      </span>
    </>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { type Lang, pathIn, typeset } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { askedCode } from '../kept-code.ts'
import { useGoOnAfterSignIn } from './go-on-after-sign-in.ts'

const fr = { kept: 'Votre code est gardé\u00a0:' }
const en: typeof fr = { kept: 'We have kept your code:' }
const accountChoiceWords = typeset({ fr, en })

type Props = { lang: Lang; question: string; answer: string; path: string }

/**
 * Above an account's form: the way to the other form, at `path`, and the code that is played afterwards, if one was typed.
 * It goes on once the user is signed in. A second step, or the word that their role does not open the page, stands in place
 * of the form (`site.css`).
 */
export const AccountChoice = withErrorBoundary(Choice)

function Choice({ lang, question, answer, path }: Props) {
  const { next, InPlaceOfForm } = useGoOnAfterSignIn(lang)
  const [code, setCode] = useState<string | null>(null)
  useEffect(() => setCode(askedCode(Date.now())), [])
  if (InPlaceOfForm)
    return (
      <div className="in-place-of-form">
        <InPlaceOfForm lang={lang} />
      </div>
    )
  return (
    <div className="mb-2 text-center">
      <p>
        {question}{' '}
        <a className="link" href={`${pathIn(lang, path)}?suite=${encodeURIComponent(next)}`}>
          {answer}
        </a>
      </p>
      <p role="status" className="mt-1 min-h-6 text-[0.9375rem] text-soft max-[380px]:min-h-12">
        {code && (
          <span>
            <Text>{accountChoiceWords[lang].kept}</Text>{' '}
            <span translate={false} className="font-semibold tracking-wider whitespace-nowrap text-ink">
              {code}
            </span>
          </span>
        )}
      </p>
    </div>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { type Lang, typeset } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { askedCode } from './kept-code.ts'

const fr = { kept: 'Votre code est gardé\u00a0:' }
const en: typeof fr = { kept: 'We have kept your code:' }
const accountChoiceWords = typeset({ fr, en })

type Props = { lang: Lang; question: string; answer: string; href: string }

/** Above an account's form: the way to the other form, and the code that is played afterwards, if one was typed. */
export function AccountChoice({ lang, question, answer, href }: Props) {
  const [code, setCode] = useState<string | null>(null)
  useEffect(() => setCode(askedCode(Date.now())), [])
  return (
    <div className="mb-2 text-center">
      <p>
        {question}{' '}
        <a className="link" href={href}>
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

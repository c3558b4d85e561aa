import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { registrationWords } from './words.ts'

/**
 * What follows a registration that the backend answers by mail alone: it says neither that the account is new nor that
 * the address has one.
 */
export function AnsweredByMail({ lang, returnPath }: { lang: Lang; returnPath: string }) {
  const { byMail } = registrationWords[lang]
  return (
    <div className="in-place-of-form grid gap-6">
      <Notice tone="good">
        <strong className="block">{byMail.title}</strong>
        {byMail.text}
      </Notice>
      <p className="text-center">
        <a className="link" href={`${pathIn(lang, '/connexion')}?suite=${encodeURIComponent(returnPath)}`}>
          {byMail.signIn}
        </a>
      </p>
    </div>
  )
}

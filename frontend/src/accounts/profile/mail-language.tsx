import type { Profile } from '@tiptop/contract/accounts.ts'
import { type Lang, languages } from '../../ui/language.ts'
import { profileWords } from './words.ts'

type Props = { lang: Lang; value: Profile['language']; onChange(language: Profile['language']): void }

/** The language of the user's mails. The address of a page decides the language of the site. */
export function MailLanguage({ lang, value, onChange }: Props) {
  const { details: words } = profileWords[lang]
  return (
    <fieldset>
      <legend className="mb-1 font-semibold text-forest">{words.language}</legend>
      <div className="flex flex-wrap gap-x-8">
        {languages.map(language => (
          <label key={language} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="language"
              value={language}
              checked={value === language}
              onChange={() => onChange(language)}
              className="size-5 accent-forest"
            />
            <span lang={language}>{words.languages[language]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

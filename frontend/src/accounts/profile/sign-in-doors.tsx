import type { Profile } from '@tiptop/contract/accounts.ts'
import { Card } from '../../ui/card.tsx'
import { DOT, type Lang, pathIn } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { profileWords } from './words.ts'

/** The ways in which this user signs in, and how to set or replace the password. */
export function SignInDoors({ lang, profile }: { lang: Lang; profile: Profile }) {
  const { doors: words } = profileWords[lang]
  const { providers, hasPassword } = profile
  return (
    <Card title={words.title}>
      <p className="text-soft">{words.lead}</p>
      <ul className="mt-2 divide-y divide-line">
        {providers.map(provider => (
          <li key={provider} className="flex min-h-12 flex-wrap items-center justify-between gap-x-4">
            <span className="font-semibold text-forest">{words.providers[provider]}</span>
            <span className="text-[0.9375rem] text-soft">{words.providerLinked}</span>
          </li>
        ))}
        <li className="flex min-h-12 flex-wrap items-center justify-between gap-x-4">
          <span className="font-semibold text-forest">{words.password}</span>
          <span className="text-[0.9375rem] text-soft">
            <Text>{!hasPassword && words.noPassword + DOT}</Text>
            <a className="link inline-flex min-h-11 items-center" href={pathIn(lang, '/mot-de-passe-oublie')}>
              <Text>{hasPassword ? words.changePassword : words.choosePassword}</Text>
            </a>
          </span>
        </li>
      </ul>
      <p className="mt-1 text-sm text-soft">{words.how}</p>
    </Card>
  )
}

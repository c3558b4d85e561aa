import type { Profile } from '@tiptop/contract/accounts.ts'
import { formatDay } from '@tiptop/contract/moments.ts'
import type { ComponentChildren } from 'preact'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { profileWords } from './words.ts'

/** The address and the birth date, with the reason why they cannot be changed. */
export function FixedFacts({ lang, profile }: { lang: Lang; profile: Profile }) {
  const { details: words } = profileWords[lang]
  const { email, emailVerified, birthDate } = profile
  return (
    <div className="rounded-lg border border-line bg-cream/60 px-5 py-4">
      <dl className="grid gap-4 sm:grid-cols-2 sm:gap-6">
        <Fact name={words.email} why={words.emailWhy}>
          <span className="wrap-anywhere">{email}</span>{' '}
          <span className={`text-sm whitespace-nowrap font-semibold ${emailVerified ? 'text-leaf' : 'text-infusion'}`}>
            <Text>{`(${words.emailState[emailVerified ? 'verified' : 'unverified']})`}</Text>
          </span>
        </Fact>
        <Fact name={words.birthDate} why={words.birthDateWhy}>
          {birthDate ? formatDay(birthDate, lang) : words.birthDateNone}
        </Fact>
      </dl>
      <p className="mt-4 text-sm text-soft">{words.fixed}</p>
    </div>
  )
}

function Fact({ name, why, children }: { name: string; why: string; children: ComponentChildren }) {
  return (
    <div className="min-w-0">
      <dt className="font-semibold text-forest">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
      <dd className="mt-1 text-sm leading-relaxed text-soft">{why}</dd>
    </div>
  )
}

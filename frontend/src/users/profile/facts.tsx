import { formatDay, formatMoment } from '@tiptop/contract/moments.ts'
import type { UserProfile } from '@tiptop/contract/users.ts'
import type { ComponentChildren } from 'preact'
import { adminWords } from '../../administration/words.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatCount } from '../../ui/dates.ts'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { profileWords } from '../profile-words.ts'
import { stateTones } from '../user-columns.tsx'
import { userName } from '../user-name.ts'
import { userWords } from '../words.ts'

/** Node N of diagram 1.3: everything that is known about the account. */
export function Facts({ lang, user }: { lang: Lang; user: UserProfile }) {
  const words = profileWords[lang].facts
  const moment = (iso: string | null, otherwise: string) => (iso ? formatMoment(iso, lang) : otherwise)
  const doors = [...(user.hasPassword ? [words.password] : []), ...user.providers.map(name => words.providers[name])]
  const facts: [string, ComponentChildren][] = [
    [words.email, `${user.email} (${user.emailVerified ? words.verified : words.unverified})`],
    [words.birthDate, user.birthDate ? formatDay(user.birthDate, lang) : words.none],
    [words.role, [adminWords[lang].roles[user.role], user.shop?.name].filter(Boolean).join(', ')],
    [words.signIn, doors.join(', ') || words.none],
    [words.language, words.languages[user.language]],
    [words.createdAt, formatMoment(user.createdAt, lang)],
    [words.lastSignInAt, moment(user.lastSignInAt, words.never)],
    [words.rulesAcceptedAt, moment(user.rulesAcceptedAt, words.never)],
    [words.newsletterConsentAt, moment(user.newsletterConsentAt, words.newsletterNo)],
    [words.plays, formatCount(user.plays, lang)],
    [words.handedOver, formatCount(user.handedOver, lang)],
    ...(user.disabledAt ? [[words.disabledAt, moment(user.disabledAt, '')] as [string, ComponentChildren]] : []),
    ...(user.erasedAt ? [[words.erasedAt, moment(user.erasedAt, '')] as [string, ComponentChildren]] : []),
  ]
  return (
    <section className="label-frame p-6 sm:p-8" aria-label={words.title}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="min-w-0 text-[1.75rem] leading-tight wrap-anywhere">
          <bdi>{userName(user, lang)}</bdi>
        </h2>
        <Badge tone={stateTones[user.state]}>{userWords[lang].states[user.state]}</Badge>
      </div>
      <dl className="mt-5">
        {facts.map(([name, fact]) => (
          <div
            key={name}
            className="grid gap-x-4 border-t border-line/70 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)] sm:items-baseline"
          >
            <dt className="text-[0.9375rem] text-soft">{name}</dt>
            <dd className="wrap-anywhere">
              <Text>{fact}</Text>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

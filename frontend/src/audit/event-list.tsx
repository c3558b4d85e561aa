import type { AuditEvent } from '@tiptop/contract/audit.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import type { ComponentChildren } from 'preact'
import { profilePath } from '../administration/account/profile-path.ts'
import { shownName } from '../administration/account/shown-name.ts'
import type { Lang } from '../ui/language.ts'
import { detailsOf } from './details.ts'
import { cutSentence, type Placeholder } from './sentence.ts'
import { auditWords } from './words.ts'

/** Events of the audit trail, each a sentence, with its details folded away. */
export function EventList({ lang, events }: { lang: Lang; events: AuditEvent[] }) {
  return (
    <ol className="label-frame px-6 py-3 sm:px-8">
      {events.map(event => (
        <li key={event.id} className="border-b border-line/70 py-4 last:border-0">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p className="leading-snug wrap-anywhere">
              <Sentence lang={lang} event={event} />
            </p>
            <p className="flex items-center gap-3 text-sm text-soft">
              <time dateTime={event.at}>{formatMoment(event.at, lang)}</time>
              <Seal lang={lang} isSealed={event.sealed} />
            </p>
          </div>
          <Details lang={lang} event={event} />
        </li>
      ))}
    </ol>
  )
}

type EventProps = { lang: Lang; event: AuditEvent }

function Sentence({ lang, event }: EventProps) {
  const words = auditWords[lang]
  const { actor, subject, ticket } = event
  const names: Record<Placeholder, ComponentChildren> = {
    actor: actor ? <Person lang={lang} person={actor} /> : words.system,
    subject: subject ? <Person lang={lang} person={subject} /> : '–',
    ticket: ticket?.code ? (
      <span translate={false} className="font-mono text-[0.9375rem]">
        {formatTicketCode(ticket.code)}
      </span>
    ) : (
      ticket && words.number(ticket.id)
    ),
  }
  return cutSentence(words.sentences[event.kind]).map(({ text, place }) => (
    <span key={text}>{place ? names[place] : text}</span>
  ))
}

/** The name of a user, linked to their profile. Accounts of verifications, with ids below zero, have no profile. */
function Person({ lang, person: { id, name } }: { lang: Lang; person: { id: number; name: string } }) {
  const shown = <bdi>{shownName(name, lang)}</bdi>
  if (id < 0) return shown
  return (
    <a className="link" href={profilePath(lang, id)}>
      {shown}
    </a>
  )
}

function Details({ lang, event }: EventProps) {
  const details = detailsOf(event, lang)
  if (!details.length) return null
  return (
    <details className="mt-1.5 text-[0.9375rem]">
      <summary className="w-fit cursor-pointer py-1 text-soft hover:text-forest">{auditWords[lang].details}</summary>
      <dl className="mt-1 grid gap-1 border-l-2 border-honey pl-4">
        {details.map(({ name, text }) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-soft">{name}</dt>
            <dd className="font-medium break-all">{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** A wax seal: whether the event's hash stands in the chain. */
function Seal({ lang, isSealed }: { lang: Lang; isSealed: boolean }) {
  const words = auditWords[lang]
  const label = isSealed ? words.sealed : words.unsealed
  return (
    <svg
      viewBox="0 0 20 20"
      className={`size-5 ${isSealed ? 'text-brick' : 'text-line'}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path
        d="M10 1.500l2 1.700 2.600-.4.9 2.500 2.400 1.100-.4 2.600 1.300 2.300-1.900 1.800-.1 2.600-2.500.7-1.500 2.200-2.800-.4-2.800.4-1.500-2.200-2.500-.7-.1-2.600-1.900-1.800 1.300-2.300-.4-2.600 2.400-1.100.9-2.500 2.600.4z"
        fill="currentColor"
      />
      {isSealed && (
        <path
          d="M6.500 10.300l2.400 2.400 4.600-5"
          fill="none"
          stroke="var(--color-paper)"
          stroke-width="1.8"
          stroke-linecap="round"
        />
      )}
    </svg>
  )
}

import type { HandoverEvent } from '@tiptop/contract/handover.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import type { Lang } from '../../ui/language.ts'
import { ticketWords } from './words.ts'

const dots: Record<HandoverEvent['kind'], string> = {
  'prize-handed-over': 'bg-leaf',
  'handover-refused': 'bg-brick',
  'handover-undone': 'bg-amber',
}

/** What happened to this ticket at the counter, the newest first. Shows nothing if there is no event. */
export function History({ lang, events }: { lang: Lang; events: HandoverEvent[] }) {
  const words = ticketWords[lang].history
  if (!events.length) return null
  return (
    <section className="mt-3">
      <h2 className="text-2xl">{words.title}</h2>
      <ol className="mt-3 grid gap-3 border-l border-line pl-5">
        {events.toReversed().map(event => (
          <li key={`${event.kind} ${event.at}`} className="relative">
            <span
              className={`absolute top-2 -left-[1.55rem] size-2.5 rounded-full ring-4 ring-cream forced-color-adjust-none ${dots[event.kind]}`}
              aria-hidden="true"
            />
            <p className="font-semibold text-forest">{words.kinds[event.kind]}</p>
            {event.reason && <p className="leading-relaxed break-words">{event.reason}</p>}
            <p className="text-[0.9375rem] text-soft">
              {words.by(event.by, formatMoment(event.at, lang))}
              {event.shop && `, ${event.shop.name}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

import type { TargetedMouseEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { withErrorBoundary } from '../error-boundary.tsx'
import { goTo, useAddress } from '../ui/address.ts'
import { useHydrated } from '../ui/hydrated.ts'
import type { Lang } from '../ui/language.ts'
import { QueuePage } from './queue/queue-page.tsx'
import { CounterSpace } from './space/counter-space.tsx'
import { TicketPage } from './ticket/ticket-page.tsx'
import { isTicketPath } from './ticket-path.ts'

/** `titles`: those of the two pages, for the browser's tab */
type CounterProps = { lang: Lang; titles: { queue: string; ticket: string } }

/**
 * The pages of the counter in one: the queue, and each ticket. Between them nothing is loaded again, so that a scan
 * opens its ticket at once and Back finds the queue as it was.
 */
export const Counter = withErrorBoundary(CounterPages)

function CounterPages({ lang, titles }: CounterProps) {
  const { pathname } = useAddress()
  const isHydrated = useHydrated()
  const isTicket = isTicketPath(pathname)
  const moved = useRef(false)
  useEffect(() => {
    document.title = isTicket ? titles.ticket : titles.queue
  }, [isTicket, titles.ticket, titles.queue])
  useEffect(() => {
    moved.current ||= isTicket
  }, [isTicket])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it follows links, which keys reach
    <div className="contents" onClick={followInside}>
      <CounterSpace lang={lang}>
        {isHydrated &&
          (isTicket ? (
            <TicketPage lang={lang} pathname={pathname} />
          ) : (
            <QueuePage lang={lang} arrives={moved.current} />
          ))}
      </CounterSpace>
    </div>
  )
}

/** Follows a link to another page of the counter without loading it, unless it opens elsewhere. */
function followInside(event: TargetedMouseEvent<HTMLElement>): void {
  const opensElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || event.defaultPrevented || opensElsewhere || !isCounterPath(link.pathname)) return
  event.preventDefault()
  goTo(link.pathname)
  window.scrollTo(0, 0)
}

function isCounterPath(pathname: string): boolean {
  return isTicketPath(pathname) || /^(?:\/en)?\/employe$/.test(pathname)
}

import type { Contest } from '@tiptop/contract/contest.ts'

/**
 * The contest as search engines read it, with the dates of the one that is served: https://schema.org/Event. The page's
 * own title names it. Browsers run nothing of this.
 */
export function EventData({ contest }: { contest: Contest }) {
  const { origin, href } = window.location
  const event = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: document.title,
    startDate: contest.opensAt,
    endDate: contest.playsUntil,
    eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
    location: { '@type': 'VirtualLocation', url: href },
    organizer: { '@type': 'Organization', url: origin },
  }
  const text = JSON.stringify(event).replaceAll('<', '\\u003c')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the content of a script is text, in which nothing closes it
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }} />
}

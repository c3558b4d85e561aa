import type { Contest } from './contest.ts'
import { typesetFrench } from './french-typography.ts'
import { shareOut } from './shares.ts'
import definition from './the-tip-top.json' with { type: 'json' }

/** What can be won, as the contest's definition announces it before any ticket exists. */
export type AnnouncedContest = Pick<Contest, 'ticketCount' | 'prizes' | 'grandPrize'>

const { tickets, prizes, grandPrize } = definition
const quotas = shareOut(prizes, tickets)

/** The contest of the shipped definition, its French typeset as the API answers it. Pages are built with it, and show what the API says once it answers. */
export const announcedContest: AnnouncedContest = {
  ticketCount: tickets,
  prizes: prizes.map(({ slug, name, description, valueCents }, index) => ({
    slug,
    name: { ...name, fr: typesetFrench(name.fr) },
    description: { ...description, fr: typesetFrench(description.fr) },
    valueCents,
    quota: quotas[index] ?? 0,
  })),
  grandPrize: { ...grandPrize, name: { ...grandPrize.name, fr: typesetFrench(grandPrize.name.fr) } },
}

import { type RawBuilder, sql } from 'kysely'

/** `ABCDE-FGHJK`, as `formatTicketCode` has it: a code of digits and an E would else be a number to a spreadsheet. */
export const shownCode = sql<string | null>`left(ticket.code, 5) || '-' || substr(ticket.code, 6)`

/** The status of a ticket at this moment, in the words of the site. */
export function shownStatus(now: Date): RawBuilder<string> {
  return sql<string>`case ticket.status
    when 'unclaimed' then 'Non joué'
    when 'claimed' then 'Remis'
    else case when contest.claims_until > ${now} then 'À remettre' else 'Délai dépassé' end end`
}

/** The age of a player on the day of a play, as a band of which `lowest` is the lower bound. */
export function shownAge(lowest: RawBuilder<number | null>): RawBuilder<string | null> {
  return sql`case ${lowest}
    when 0 then 'moins de 18 ans' when 18 then '18 à 24 ans' when 25 then '25 à 34 ans' when 35 then '35 à 44 ans'
    when 45 then '45 à 54 ans' when 55 then '55 à 64 ans' when 65 then '65 ans et plus' end`
}

import { sql } from 'kysely'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/database.ts'

/** The id of the contest, of its one prize and of its shop. */
export const RESERVED_ID = -1
export const PRIZE_SLUG = 'controle'
export const PRIZE_POSITION = 1

/** No definition of a contest can have this slug, nor one of a shop. */
const SLUG = '#controle'
const NAME = 'Contrôle de l’installation'
const PRIZE = {
  name: { fr: 'Ticket de contrôle', en: 'Control ticket' },
  description: {
    fr: 'Ce ticket vérifie l’installation après un déploiement : aucun lot n’est à remettre.',
    en: 'This ticket checks the installation after a deployment: there is no prize to hand over.',
  },
}

/** The contest, prize and shop of all verifications: the first verification makes them, the others use them. */
export async function ensureReservedContest(db: Db, at: Date): Promise<void> {
  const made = await sql`
    insert into contests (id, slug, name, opens_at, receipts_until, plays_until, claims_until,
      grand_prize_fr, grand_prize_en, grand_prize_value_cents)
    overriding system value
    values (${RESERVED_ID}, ${SLUG}, ${NAME}, '2000-01-01Z', '9999-01-01Z', '9999-01-01Z', '9999-01-01Z', '–', '–', 0)
    on conflict (id) do nothing`.execute(db)
  await sql`
    insert into prizes (id, contest_id, position, slug, name_fr, name_en, description_fr, description_en, quota)
    overriding system value
    values (${RESERVED_ID}, ${RESERVED_ID}, ${PRIZE_POSITION}, ${PRIZE_SLUG}, ${PRIZE.name.fr}, ${PRIZE.name.en},
      ${PRIZE.description.fr}, ${PRIZE.description.en}, 0)
    on conflict (id) do nothing`.execute(db)
  await sql`
    insert into shops (id, slug, name, city, postal_code)
    overriding system value
    values (${RESERVED_ID}, ${SLUG}, ${NAME}, '–', '–')
    on conflict (id) do nothing`.execute(db)
  if (made.numAffectedRows) await recordEvent(db, { kind: 'contest-created', at, details: { contest: SLUG } })
}

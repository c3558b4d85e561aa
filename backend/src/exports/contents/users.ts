import type { UserFilter } from '@tiptop/contract/users.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { matchingUsers } from '../../users/matching-users.ts'
import { type ExportContents, moment, number, text } from '../rows/column.ts'

const role = sql`case users.role::text when 'player' then 'Joueur' when 'employee' then 'Employé'
  when 'admin' then 'Administrateur' else 'Commissaire de justice' end`
const state = sql`case
  when users.erased_at is not null then 'Effacé' when users.disabled_at is not null then 'Désactivé' else 'Actif' end`
const plays = sql`(select count(*) from participations where player_id = users.id)`
const handedOver = sql`(
  select count(*) from participations join tickets on tickets.id = participations.ticket_id
  where participations.player_id = users.id and tickets.status = 'claimed')`

/** The users that match a filter, the oldest accounts first, with what they played and received. */
export async function userContents(db: Db, _tools: unknown, filter: UserFilter): Promise<ExportContents> {
  return {
    rows: matchingUsers(db, filter).leftJoin('shops as shop', 'shop.id', 'users.shop_id'),
    order: [sql.ref('users.id')],
    columns: [
      number('Compte', sql.ref('users.id')),
      text('Prénom', sql.ref('users.first_name'), 18),
      text('Nom', sql.ref('users.last_name'), 22),
      text('E-mail', sql.ref('users.email'), 34),
      text('Rôle', role, 14),
      text('Boutique', sql.ref('shop.name'), 28),
      text('État', state, 11),
      moment('Créé le', sql.ref('users.created_at')),
      number('Participations', plays),
      number('Lots remis', handedOver),
      moment('Newsletter acceptée le', sql.ref('users.newsletter_consent_at')),
    ],
  }
}

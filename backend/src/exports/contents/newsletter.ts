import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import type { Language } from '../../database/schema.ts'
import { oneClickUrl, unsubscribeUrl } from '../../newsletter/unsubscribe-link.ts'
import type { Tools } from '../../tools.ts'
import { type ExportContents, filled, moment, text } from '../rows/column.ts'

/**
 * The users whom a newsletter may go to: they asked for it and proved their address, and their account is neither
 * disabled nor erased. Each has two links that end it, one for the foot of a letter and one for its header.
 */
export async function newsletterContents(db: Db, { config }: Pick<Tools, 'config'>): Promise<ExportContents> {
  const user = sql.ref('users.id')
  return {
    rows: db
      .selectFrom('users')
      .where('users.id', '>', 0)
      .where('newsletter_consent_at', 'is not', null)
      .where('email_verified_at', 'is not', null)
      .where('disabled_at', 'is', null)
      .where('erased_at', 'is', null),
    order: [user],
    fill: key => {
      const [use, id, language] = key.split(' ')
      return use === 'page' ? unsubscribeUrl(config, Number(id), language as Language) : oneClickUrl(config, Number(id))
    },
    columns: [
      text('Prénom', sql.ref('users.first_name'), 18),
      text('Nom', sql.ref('users.last_name'), 22),
      text('E-mail', sql.ref('users.email'), 34),
      text('Langue', sql`users.language::text`, 10),
      moment('Accepté le', sql.ref('users.newsletter_consent_at')),
      filled('Lien de désinscription', [sql`'page'`, user, sql.ref('users.language')], 60),
      filled('Adresse List-Unsubscribe', [sql`'header'`, user], 60),
    ],
  }
}

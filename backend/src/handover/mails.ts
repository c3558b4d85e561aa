import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { findMailbox } from '../accounts/queries.ts'
import type { Language } from '../database/schema.ts'
import { type LetterWords, writeLetter } from '../mail/letter.ts'
import { pageUrl } from '../mail/web-page.ts'
import type { Tools } from '../tools.ts'

/** What a mail about a handover reports. */
export type HandoverNews = { kind: 'handed-over' | 'undone'; ticket: HandoverTicket }

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

const words: Record<Language, Record<HandoverNews['kind'], (facts: LetterFacts) => LetterWords>> = {
  fr: {
    'handed-over': ({ prize, code, at, shop }) => ({
      subject: 'Votre lot vous a été remis',
      opening: `Votre lot « ${prize} » (ticket ${code}) a été remis le ${at} : ${shop}.`,
      button: 'Voir mes gains',
      closing: 'Ce n’était pas vous ? Dites-le sans attendre dans votre boutique. Sinon, bonne dégustation !',
    }),
    undone: ({ prize, code }) => ({
      subject: 'La remise de votre lot a été annulée',
      opening: `La remise de votre lot « ${prize} » (ticket ${code}) avait été enregistrée par erreur. Elle est annulée : votre lot vous attend toujours en boutique.`,
      button: 'Voir mes gains',
      closing: 'Vous êtes reparti avec votre lot ? Dites-le dans votre boutique.',
    }),
  },
  en: {
    'handed-over': ({ prize, code, at, shop }) => ({
      subject: 'Your prize was handed over',
      opening: `Your prize “${prize}” (ticket ${code}) was handed over on ${at}: ${shop}.`,
      button: 'See my prizes',
      closing: 'Was this not you? Please tell your shop at once. Otherwise, enjoy!',
    }),
    undone: ({ prize, code }) => ({
      subject: 'The handover of your prize was undone',
      opening: `The handover of your prize “${prize}” (ticket ${code}) was recorded by mistake. It has been undone: your prize is still waiting for you in the shop.`,
      button: 'See my prizes',
      closing: 'Did you leave with your prize? Please tell your shop.',
    }),
  },
}

type LetterFacts = { prize: string; code: string; at: string; shop: string }

/**
 * Writes to the player that their prize was handed over, or that this was undone. Writes nothing if the account is
 * gone.
 */
export async function mailPlayer(
  { db, config, mailer }: Pick<Tools, 'db' | 'config' | 'mailer'>,
  playerId: number,
  { kind, ticket }: HandoverNews,
): Promise<void> {
  const mailbox = await findMailbox(db, playerId)
  if (!mailbox) return
  const { email, language } = mailbox
  const letter = { to: email, language, link: pageUrl(config.web.url, language, '/mes-gains') }
  await mailer.send(writeLetter(letter, words[language][kind](factsOf(ticket, language))))
}

function factsOf({ ticket, prize, handover }: HandoverTicket, language: Language): LetterFacts {
  const moment = new Intl.DateTimeFormat(locales[language], {
    timeZone: 'Europe/Paris',
    dateStyle: 'long',
    timeStyle: 'short',
  })
  return {
    prize: prize.name[language],
    code: formatTicketCode(ticket.code),
    at: handover ? moment.format(new Date(handover.at)) : '',
    shop: handover?.shop.name ?? '',
  }
}

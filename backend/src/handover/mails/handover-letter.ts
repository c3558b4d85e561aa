import type { HandoverTicket, RefusalCause } from '@tiptop/contract/handover.ts'
import { formatDay, formatMoment } from '@tiptop/contract/moments.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { findMailbox } from '../../accounts/queries.ts'
import type { Language } from '../../database/schema.ts'
import { type LetterWords, writeLetter } from '../../mail/letter.ts'
import { pageUrl } from '../../mail/web-page.ts'
import type { Tools } from '../../tools.ts'

/** What a mail about a handover reports. */
export type HandoverNews =
  | { kind: 'handed-over'; tickets: HandoverTicket[] }
  | { kind: 'undone'; ticket: HandoverTicket }
  | { kind: 'refused'; ticket: HandoverTicket; cause?: RefusalCause | undefined }

/** What to bring after each refusal. The reason that the employee wrote is for the shop alone. */
const missing: Record<Language, Record<RefusalCause, string>> = {
  fr: {
    'no-card':
      'il manquait une pièce d’identité. Revenez avec une pièce en cours de validité, avec photo, au nom de votre compte.',
    'other-name':
      'le nom de la pièce présentée n’est pas celui de votre compte. Venez en personne, avec votre propre pièce d’identité ; si le nom de votre compte contient une erreur, corrigez-le d’abord dans « Mon compte ».',
    'other-birth-date':
      'la date de naissance de la pièce présentée n’est pas celle de votre compte. Venez en personne, avec votre propre pièce d’identité ; si la date de votre compte contient une erreur, dites-le à la boutique.',
    'unreadable-card':
      'la pièce présentée était illisible ou périmée. Revenez avec une pièce d’identité lisible et en cours de validité, avec photo.',
    other:
      'la vérification n’a pas abouti. Revenez en personne, avec une pièce d’identité en cours de validité et le code de votre ticket ; la boutique vous dira ce qui manquait.',
  },
  en: {
    'no-card': 'there was no identity card. Come back with a valid card with a photo, in the name of your account.',
    'other-name':
      'the name on the card is not the name of your account. Come in person with your own identity card; if there is a mistake in the name of your account, correct it first in “My account”.',
    'other-birth-date':
      'the date of birth on the card is not the date of your account. Come in person with your own identity card; if there is a mistake in the date of your account, tell the shop.',
    'unreadable-card':
      'the card was unreadable or out of date. Come back with a valid identity card with a photo that can be read.',
    other:
      'the check could not be completed. Come back in person with a valid identity card and the code of your ticket; the shop will tell you what was missing.',
  },
}

const words: Record<Language, Record<HandoverNews['kind'], (facts: LetterFacts) => LetterWords>> = {
  fr: {
    'handed-over': ({ prizes: [prize, ...others], at, shop }) => ({
      subject: others.length ? 'Vos lots vous ont été remis' : 'Votre lot vous a été remis',
      opening: others.length
        ? `${others.length + 1} lots vous ont été remis le ${at} (${shop}) : ${[prize, ...others].join(', ')}.`
        : `Votre lot ${prize} a été remis le ${at} : ${shop}.`,
      button: 'Voir mes gains',
      closing: 'Ce n’était pas vous ? Dites-le sans attendre dans votre boutique. Sinon, bonne dégustation !',
    }),
    undone: ({ prizes: [prize] }) => ({
      subject: 'La remise de votre lot a été annulée',
      opening: `La remise de votre lot ${prize} avait été enregistrée par erreur. Elle est annulée : votre lot vous attend toujours en boutique.`,
      button: 'Voir mes gains',
      closing: 'Vous êtes reparti avec votre lot ? Dites-le dans votre boutique.',
    }),
    refused: ({ prizes: [prize], until, cause }) => ({
      subject: 'Votre lot vous attend : ce qu’il faut apporter',
      opening: `Votre lot ${prize} n’a pas pu vous être remis en boutique : ${missing.fr[cause]} Il vous est toujours réservé, jusqu’au ${until}.`,
      button: 'Voir mes gains',
      closing:
        'Ce n’était pas vous ? Dites-le dans votre boutique : personne ne reçoit votre lot sans votre pièce d’identité.',
    }),
  },
  en: {
    'handed-over': ({ prizes: [prize, ...others], at, shop }) => ({
      subject: others.length ? 'Your prizes were handed over' : 'Your prize was handed over',
      opening: others.length
        ? `${others.length + 1} prizes were handed over to you on ${at} (${shop}): ${[prize, ...others].join(', ')}.`
        : `Your prize ${prize} was handed over on ${at}: ${shop}.`,
      button: 'See my prizes',
      closing: 'Was this not you? Please tell your shop at once. Otherwise, enjoy!',
    }),
    undone: ({ prizes: [prize] }) => ({
      subject: 'The handover of your prize was undone',
      opening: `The handover of your prize ${prize} was recorded by mistake. It has been undone: your prize is still waiting for you in the shop.`,
      button: 'See my prizes',
      closing: 'Did you leave with your prize? Please tell your shop.',
    }),
    refused: ({ prizes: [prize], until, cause }) => ({
      subject: 'Your prize is waiting: what to bring',
      opening: `Your prize ${prize} could not be handed over in the shop: ${missing.en[cause]} It stays reserved for you until ${until}.`,
      button: 'See my prizes',
      closing: 'Was this not you? Please tell your shop: no one receives your prize without your identity card.',
    }),
  },
}

/** `prizes`: each with the code of its ticket, as it stands in a sentence */
type LetterFacts = { prizes: string[]; at: string; shop: string; until: string; cause: RefusalCause }

const named: Record<Language, (prize: string, code: string) => string> = {
  fr: (prize, code) => `« ${prize} » (ticket ${code})`,
  en: (prize, code) => `“${prize}” (ticket ${code})`,
}

/**
 * Writes to the player that prizes were handed over to them, that this was undone, or what to bring next time. Writes
 * nothing if the account is gone.
 */
export async function mailPlayer(
  { db, config, mailer }: Pick<Tools, 'db' | 'config' | 'mailer'>,
  playerId: number,
  news: HandoverNews,
): Promise<void> {
  const mailbox = await findMailbox(db, playerId)
  if (!mailbox) return
  const { email, language } = mailbox
  const letter = { to: email, language, link: pageUrl(config.web.url, language, '/mes-gains') }
  await mailer.send(writeLetter(letter, words[language][news.kind](factsOf(news, language))))
}

function factsOf(news: HandoverNews, language: Language): LetterFacts {
  const tickets = news.kind === 'handed-over' ? news.tickets : [news.ticket]
  const [first] = tickets
  const handover = first?.handover
  return {
    prizes: tickets.map(({ prize, ticket }) => named[language](prize.name[language], formatTicketCode(ticket.code))),
    at: handover ? formatMoment(handover.at, language) : '',
    shop: handover?.shop.name ?? '',
    until: first ? formatDay(lastMomentOf(first), language) : '',
    cause: (news.kind === 'refused' && news.cause) || 'other',
  }
}

function lastMomentOf({ ticket }: HandoverTicket): string {
  return new Date(Date.parse(ticket.claimUntil) - 1).toISOString()
}

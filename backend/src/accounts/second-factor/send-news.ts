import type { Db } from '../../database/database.ts'
import type { Language } from '../../database/schema.ts'
import { type LetterWords, writeLetter } from '../../mail/letter.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { pageUrl } from '../../mail/web-page.ts'
import { findMailbox } from '../queries.ts'

/** What the owner of an account learns by mail: if they did not do it themselves, they can act. */
export type FactorNews =
  | 'added'
  | 'removed'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'code-reused'
  | 'reset'
  | 'reset-for-another'

const closings: Record<Language, string> = {
  fr: 'Si ce n’était pas vous, changez votre mot de passe et prévenez tout de suite un administrateur.',
  en: 'If this was not you, change your password and tell an administrator at once.',
}

const words: Record<Language, Record<FactorNews, Pick<LetterWords, 'subject' | 'opening'>>> = {
  fr: {
    added: {
      subject: 'Un second facteur est ajouté à votre compte',
      opening: 'Une clé d’accès ou une application d’authentification vient d’être ajoutée à votre compte Thé Tip Top.',
    },
    removed: {
      subject: 'Un second facteur est retiré de votre compte',
      opening:
        'Une clé d’accès ou une application d’authentification vient d’être retirée de votre compte Thé Tip Top.',
    },
    'recovery-codes-made': {
      subject: 'Vos codes de secours sont remplacés',
      opening:
        'De nouveaux codes de secours viennent d’être faits pour votre compte Thé Tip Top. Les anciens ne valent plus rien.',
    },
    'recovery-code-used': {
      subject: 'Un de vos codes de secours a servi',
      opening: 'Une connexion à votre compte Thé Tip Top vient d’utiliser un de vos codes de secours.',
    },
    'code-reused': {
      subject: 'Un code qui avait déjà servi a été refusé',
      opening:
        'Un code de connexion à votre compte Thé Tip Top qui avait déjà servi vient d’être essayé une seconde fois, et refusé. Celui ou celle qui l’a essayé connaît votre mot de passe.',
    },
    reset: {
      subject: 'Votre double authentification est réinitialisée',
      opening:
        'La double authentification de votre compte Thé Tip Top vient d’être réinitialisée et vos sessions sont fermées. À votre prochaine connexion, choisissez-en une nouvelle.',
    },
    'reset-for-another': {
      subject: 'Vous avez réinitialisé une double authentification',
      opening:
        'Vous venez de réinitialiser la double authentification d’un autre compte. Son titulaire en est prévenu.',
    },
  },
  en: {
    added: {
      subject: 'A second factor was added to your account',
      opening: 'A passkey or an authenticator app has just been added to your Thé Tip Top account.',
    },
    removed: {
      subject: 'A second factor was removed from your account',
      opening: 'A passkey or an authenticator app has just been removed from your Thé Tip Top account.',
    },
    'recovery-codes-made': {
      subject: 'Your recovery codes were replaced',
      opening: 'New recovery codes have just been made for your Thé Tip Top account. The former ones no longer work.',
    },
    'recovery-code-used': {
      subject: 'One of your recovery codes was used',
      opening: 'A sign-in to your Thé Tip Top account has just used one of your recovery codes.',
    },
    'code-reused': {
      subject: 'A code that had been used was refused',
      opening:
        'A code for signing in to your Thé Tip Top account that had already been used has just been tried again, and refused. The person who tried it knows your password.',
    },
    reset: {
      subject: 'Your second factor was reset',
      opening:
        'The second factor of your Thé Tip Top account has just been reset, and your sessions have ended. Set up a new one when you next sign in.',
    },
    'reset-for-another': {
      subject: 'You reset a second factor',
      opening: 'You have just reset the second factor of another account. Its owner has been told.',
    },
  },
}

const pages: Record<FactorNews, { path: string; button: Record<Language, string> }> = {
  added: { path: '/compte', button: { fr: 'Voir mon compte', en: 'See my account' } },
  removed: { path: '/compte', button: { fr: 'Voir mon compte', en: 'See my account' } },
  'recovery-codes-made': { path: '/compte', button: { fr: 'Voir mon compte', en: 'See my account' } },
  'recovery-code-used': { path: '/compte', button: { fr: 'Voir mon compte', en: 'See my account' } },
  'code-reused': { path: '/compte', button: { fr: 'Voir mon compte', en: 'See my account' } },
  reset: { path: '/connexion', button: { fr: 'Me connecter', en: 'Sign in' } },
  'reset-for-another': { path: '/admin/journal', button: { fr: 'Voir le journal', en: 'See the audit trail' } },
}

type NewsTools = { db: Db; config: { web: { url: string } }; mailer: Pick<Mailer, 'send'> }

/** Tells the owner of an account. Nothing is sent if the account is gone. */
export async function sendFactorNews(
  { db, config, mailer }: NewsTools,
  userId: number,
  news: FactorNews,
): Promise<void> {
  const mailbox = await findMailbox(db, userId)
  if (!mailbox) return
  const { email: to, language } = mailbox
  const { path, button } = pages[news]
  const letter = { ...words[language][news], button: button[language], closing: closings[language] }
  await mailer.send(writeLetter({ to, language, link: pageUrl(config.web.url, language, path) }, letter))
}

import type { AuditKind } from '@tiptop/contract/audit.ts'
import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import type { ConflictDecisions } from './decide-conflicts.ts'
import type { Conflict, Reconciliation } from './reconcile.ts'
import type { OpenQuestion } from './replay/replay.ts'

const number = new Intl.NumberFormat('fr-FR')
const moment = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'medium' })
const momentText = (at: Date) => withOffset(moment.format(at), at)

/** What is counted, by the kind of its events. */
const titles: Record<AuditKind, string> = {
  'account-registered': 'inscriptions',
  'account-linked': 'comptes liés',
  'email-verified': 'adresses vérifiées',
  'profile-changed': 'profils modifiés',
  'password-reset': 'mots de passe réinitialisés',
  'password-changed': 'mots de passe changés',
  'signed-in': 'connexions',
  'second-step-passed': 'secondes étapes de connexion',
  'second-step-code-reused': 'codes de connexion servis deux fois',
  'second-factor-added': 'doubles authentifications ajoutées',
  'second-factor-removed': 'doubles authentifications retirées',
  'second-factor-reset': 'doubles authentifications réinitialisées',
  'recovery-codes-made': 'codes de secours refaits',
  'data-downloaded': 'téléchargements de données',
  'account-erased': 'effacements',
  'newsletter-left': 'désabonnements',
  'contest-created': 'jeux créés',
  'tickets-generated': 'générations de tickets',
  'ticket-played': 'participations',
  'prize-handed-over': 'remises',
  'handover-refused': 'refus au comptoir',
  'handover-undone': 'remises annulées',
  'role-changed': 'changements de rôle',
  'account-disabled': 'comptes désactivés',
  'account-enabled': 'comptes réactivés',
  'export-made': 'exports',
  'profile-opened': 'fiches consultées',
  'identity-opened': 'identités consultées',
  'canary-tried': 'codes témoins essayés',
  'unplayed-tickets-listed': 'listes de tickets non joués consultées',
  'draw-confirmed': 'confirmations du tirage au sort',
  'draw-list-frozen': 'arrêtés de la liste du tirage au sort',
  'grand-draw-made': 'tirages au sort',
  'winner-opened': 'identités de gagnant consultées',
  'grand-prize-claimed': 'remises du grand lot',
  'alternate-moved-up': 'suppléants devenus gagnants',
  'verification-opened': 'contrôles ouverts',
  'verification-closed': 'contrôles fermés',
  'conflict-decided': 'décisions sur ce qui se contredit',
}

/** A reconciliation for the programs of operations: figures, and sentences in French for a person. */
export function reconciliationDocument({ common, tallies, leftOut, questions }: Reconciliation) {
  return {
    common: common && { event: common.event, at: common.at.toISOString() },
    kinds: [...tallies].map(([kind, tally]) => ({ kind, title: titles[kind], ...tally })),
    leftOut: [...leftOut].map(([kind, count]) => ({ kind, title: titles[kind], count })),
    questions: questions.map(conflictText),
  }
}

/** Decisions for the programs of operations: what was decided now, and what had been decided before. */
export function decisionDocument({ decided, already }: ConflictDecisions) {
  return {
    decided: decided.map(conflict => ({ event: conflict.event.id, text: conflictText(conflict) })),
    already: already.map(({ event, by, reason }) => ({
      event: event.id,
      text: `${eventText(event)} : décidé par ${by}, « ${reason} »`,
    })),
  }
}

/** The same as lines, for a person who did not write the program. */
export function decisionLines(found: ConflictDecisions, { dryRun }: { dryRun: boolean }): string {
  const { decided, already } = decisionDocument(found)
  const kept = dryRun ? 'à garder tel quel' : 'gardé tel quel'
  return [...decided.map(({ text }) => `${kept}, ${text}`), ...already.map(({ text }) => text)].join('\n')
}

function conflictText({ event, question }: Conflict): string {
  return `${eventText(event)} : ${questionText(question)}`
}

/** The same as lines, for a person who did not write the program. */
export function reconciliationLines(found: Reconciliation, { dryRun }: { dryRun: boolean }): string {
  const { common, kinds, leftOut, questions } = reconciliationDocument(found)
  const done = dryRun ? 'à refaire' : 'refaits'
  const count = (n: number) => number.format(n)
  return [
    common
      ? `Même histoire jusqu’au ${momentText(new Date(common.at))} (événement n° ${common.event})`
      : 'Rien de commun : tout est à refaire',
    ...kinds.map(
      ({ title, replayed, already, undecided }) =>
        `${title} : ${count(replayed)} ${done}, ${count(already)} déjà là, ${count(undecided)} à décider`,
    ),
    ...leftOut.map(({ title, count: left }) => `${title} : ${count(left)}, non refaits`),
    ...questions.map(question => `? ${question}`),
    questions.length ? `${count(questions.length)} à décider par une personne.` : 'Rien à décider.',
  ].join('\n')
}

function eventText({ id, at }: { id: number; at: Date }): string {
  return `événement n° ${id} du ${momentText(at)}`
}

function questionText(question: OpenQuestion): string {
  switch (question.kind) {
    case 'ticket-unknown':
      return `le ticket n° ${question.ticket} n’est pas dans la base en service, ou y a un autre code`
    case 'played-by-another':
      return `le ticket n° ${question.ticket} fut joué par le compte n° ${question.first}, et depuis par le compte n° ${question.now}, qui le garde`
    case 'handed-over-twice':
      return (
        `le lot du ticket n° ${question.ticket} fut remis, et il est remis de nouveau depuis le ` +
        `${momentText(question.again)} : un lot de trop est sorti`
      )
    case 'not-played':
      return `le lot du ticket n° ${question.ticket} fut remis, et personne n’a joué ce ticket`
    case 'shop-unknown':
      return `le lot du ticket n° ${question.ticket} fut remis dans la boutique « ${question.shop} », qui n’existe plus : la créer, puis recommencer`
    case 'account-unknown':
      return `la base quittée n’a pas le compte n° ${question.formerAccount}`
    case 'address-taken':
      return addressText(question)
    case 'role-given':
      return `le compte n° ${question.account} avait reçu le rôle ${question.role}${question.shop ? ` (${question.shop})` : ''} : le rendre dans l’administration s’il le faut`
    case 'role-changed-since':
      return `le compte n° ${question.account} était devenu ${question.role}, et il est ${question.now} depuis`
    case 'access-given':
      return `le compte n° ${question.account} avait été réactivé : le refaire dans l’administration s’il le faut`
    case 'last-admin':
      return `le compte n° ${question.account} est le dernier administrateur : en nommer un autre, puis recommencer`
    case 'draw-lost':
      return `une étape du tirage au sort est perdue (${titles[question.step]}) : prévenir le commissaire de justice, docs/runbooks/grand-draw.md`
  }
}

function addressText({ account, by }: Extract<OpenQuestion, { kind: 'address-taken' }>): string {
  const holder = by === null ? 'un autre compte l’a prise' : `le compte n° ${by} l’a prise`
  return `le compte n° ${account} est revenu sans son adresse : ${holder}`
}

import { typeset } from '../../../ui/language.ts'

const fr = {
  legend: 'Autres lots de ce client : cochez ceux que vous remettez aussi',
  all: 'Tout remettre',
  validate: (count: number) => `Valider les ${count} remises`,
  given: 'Remis',
  half: (done: number, all: number) => `${done} lots sur ${all} sont traités. Validez encore pour les autres.`,
  title: (count: number) => (count === 1 ? 'Remettez ce lot' : `Remettez ces ${count} lots`),
  nothing: 'Ne remettez aucun de ces lots',
  refused: 'À ne pas remettre',
  open: 'Ouvrir le ticket, par exemple pour annuler',
  also: 'Autres lots de ce client en attente',
  back: 'Le réseau est revenu : la remise n’est pas enregistrée, vous pouvez valider.',
  backForAll: 'Le réseau est revenu : validez encore, chaque lot n’est remis qu’une fois.',
}

const en: typeof fr = {
  legend: 'Other prizes of this customer: tick those that you hand over as well',
  all: 'Hand over all of them',
  validate: count => `Confirm the ${count} handovers`,
  given: 'Handed over',
  half: (done, all) => `${done} of ${all} prizes are settled. Confirm again for the others.`,
  title: count => (count === 1 ? 'Hand over this prize' : `Hand over these ${count} prizes`),
  nothing: 'Hand over none of these prizes',
  refused: 'Do not hand over',
  open: 'Open the ticket, for example to undo',
  also: 'Other prizes that wait for this customer',
  back: 'The network is back: the handover is not recorded, you can confirm.',
  backForAll: 'The network is back: confirm again. Each prize is handed over only once.',
}

/** The words for several prizes of one person. */
export const severalWords = typeset({ fr, en })

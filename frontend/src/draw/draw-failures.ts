import { type DrawRefusalCode, drawRefusalCodes } from '@tiptop/contract/refusals.ts'
import type { Failure } from '../api-client.ts'
import { failureSentence } from '../failure-sentences.ts'
import { type Lang, typeset, type Words } from '../ui/language.ts'

const fr: Record<DrawRefusalCode | 'unanswered', string> = {
  'draw-too-early': 'Des lots peuvent encore être retirés : la liste s’arrête après la fin des retraits.',
  'draw-list-empty': 'Aucune personne ne remplit les conditions du tirage : il n’y a pas de liste à arrêter.',
  'draw-not-frozen': 'La liste n’est pas encore arrêtée : commencez par elle.',
  'draw-same-person': 'Les deux confirmations doivent venir de deux personnes différentes, chacune à son poste.',
  'draw-number-missing':
    'Le nombre du commissaire de justice manque, ou sa confirmation a plus de quinze minutes : qu’il le saisisse de nouveau.',
  'draw-number-changed':
    'Le commissaire de justice a changé de nombre ou de motif entre-temps. Rien n’est tiré : relisez ce qui s’affiche maintenant, puis confirmez.',
  'draw-number-fixed':
    'L’aléa public annoncé est paru : le nombre saisi avant sa parution est le seul qui compte, et il ne se change plus.',
  'draw-number-used': 'Ce nombre a déjà servi à un tirage d’avant : prenez-en un autre.',
  'draw-round-passed':
    'L’aléa public annoncé est paru avant la saisie d’un nombre : il ne peut plus servir. Annoncez-en un autre, à venir.',
  'draw-round-not-out': 'L’aléa public annoncé n’est pas encore paru : attendez l’heure affichée, puis confirmez.',
  'draw-signature-wrong': 'Cette signature n’est pas celle de l’aléa annoncé. Copiez-la en entier, sans espace.',
  'draw-made-already': 'Le tirage est déjà fait : son résultat s’affiche ci-dessous.',
  'draw-not-made': 'Ce rang n’est pas, ou plus, celui du gagnant : relisez le résultat ci-dessous.',
  'draw-winner-may-answer': 'Le gagnant a encore le temps de répondre : son suppléant ne peut pas prendre sa place.',
  'draw-prize-claimed': 'Le grand lot est déjà remis : le résultat ne change plus.',
  'draw-no-alternate': 'Il n’y a plus de suppléant : il faut refaire le tirage, avec un motif.',
  unanswered:
    'La réponse ne nous est pas parvenue : nous ne savons pas encore si votre geste a compté. La page le montre dès que le réseau revient ; cliquer une seconde fois est sans risque.',
}
const en: typeof fr = {
  'draw-too-early': 'Prizes can still be collected: the list is frozen once the time for that is over.',
  'draw-list-empty': 'No one meets the conditions of the draw: there is no list to freeze.',
  'draw-not-frozen': 'The list is not frozen yet: start with it.',
  'draw-same-person': 'The two confirmations must come from two different people, each on their own device.',
  'draw-number-missing': 'The bailiff’s number is missing or more than fifteen minutes old: they must enter it again.',
  'draw-number-changed':
    'The bailiff has changed the number or the reason in the meantime. Nothing is drawn: read what is shown now, then confirm.',
  'draw-number-fixed':
    'The announced public randomness is out: the number entered before it is the only one that counts.',
  'draw-number-used': 'A former draw used this number: choose another one.',
  'draw-round-passed':
    'The announced public randomness came out before a number was entered: it is of no use now. Announce a later one.',
  'draw-round-not-out': 'The announced public randomness is not out yet: wait for the time shown, then confirm.',
  'draw-signature-wrong': 'This is not the signature of the announced randomness. Copy all of it, without spaces.',
  'draw-made-already': 'The draw is made already: its result is shown below.',
  'draw-not-made': 'This rank is not the winner’s, or no longer: read the result below.',
  'draw-winner-may-answer': 'The winner still has time to answer: their alternate cannot take their place.',
  'draw-prize-claimed': 'The grand prize is handed over already: the result no longer changes.',
  'draw-no-alternate': 'There is no alternate left: the draw must be repeated, with a reason.',
  unanswered:
    'No answer reached us, so we do not know yet whether this counted. The page shows it as soon as the network is back; it is safe to click again.',
}
const sentences: Words<typeof fr> = typeset({ fr, en })

/** Returns what the bailiff or an administrator reads after a refusal, or when the page cannot read something. */
export function drawFailure(failure: Failure, lang: Lang): string {
  if (failure.kind !== 'refused') return failureSentence(failure, lang)
  const code = drawRefusalCodes.find(code => code === failure.code)
  return code ? sentences[lang][code] : failureSentence(failure, lang)
}

/** The same for a request that changes something, which may have counted if its answer was lost. */
export function actFailure(failure: Failure, lang: Lang): string {
  return failure.kind === 'refused' ? drawFailure(failure, lang) : sentences[lang].unanswered
}

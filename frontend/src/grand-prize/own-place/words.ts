import type { OwnPlace } from '@tiptop/contract/grand-draw.ts'
import { typeset } from '../../ui/language.ts'
import type { PlaceFault } from './check-place.ts'

type Absence = Extract<OwnPlace, { listed: false }>['why']

const fr = {
  text: 'Une fois la liste arrêtée, connectez-vous pour y trouver votre place. Votre navigateur vérifie lui-même qu’elle mène à l’empreinte publiée.',
  signIn: 'Me connecter',
  check: 'Vérifier ma place',
  busy: 'Vérification…',
  holds: (place: string, count: string) =>
    `Vous êtes sur la liste, à la place ${place} sur ${count}. Votre navigateur l’a vérifié : elle mène à l’empreinte publiée.`,
  entry: 'Votre inscription, dans le fichier de la liste',
  save: 'Garder la preuve',
  fileName: 'ma-place.json',
  verify: 'Le vérificateur la lit aussi :',
  absent: {
    'not-frozen': 'La liste n’est pas encore arrêtée : revenez après la fin des retraits.',
    'not-played': 'Ce compte n’a joué aucun code pendant le jeu : il n’est pas sur la liste.',
    staff: 'Le personnel ne participe pas au tirage.',
    'same-person':
      'Un autre compte au même nom et à la même date de naissance est sur la liste : chaque personne n’y est qu’une fois.',
    'not-eligible': 'Ce compte ne remplit pas les conditions du règlement : il n’est pas sur la liste.',
  } satisfies Record<Absence, string>,
  faults: {
    format: 'La preuve reçue n’a pas la forme attendue.',
    participant: 'La preuve reçue est celle d’une autre personne.',
    entry: 'L’inscription ne correspond pas à votre numéro et à votre sel.',
    list: 'La preuve porte sur une autre liste que celle qui est publiée.',
    path: 'La preuve ne mène pas à l’empreinte publiée.',
  } satisfies Record<PlaceFault, string>,
  keep: 'Gardez-la, et montrez-la au commissaire de justice.',
  unsupported: 'Ce navigateur ne sait pas vérifier une preuve ici : la page doit être ouverte en HTTPS.',
}

const en: typeof fr = {
  text: 'Once the list is frozen, sign in to find your place in it. Your browser itself checks that it leads to the published hash.',
  signIn: 'Sign in',
  check: 'Check my place',
  busy: 'Checking…',
  holds: (place, count) =>
    `You are on the list, at place ${place} of ${count}. Your browser has checked it: it leads to the published hash.`,
  entry: 'Your entry in the file of the list',
  save: 'Keep the proof',
  fileName: 'my-place.json',
  verify: 'The verifier reads it as well:',
  absent: {
    'not-frozen': 'The list is not frozen yet: come back after the time for collecting prizes ends.',
    'not-played': 'This account played no code during the contest: it is not on the list.',
    staff: 'The staff do not take part in the draw.',
    'same-person': 'Another account with the same name and birth date is on the list: each person is on it once.',
    'not-eligible': 'This account does not meet the conditions of the rules: it is not on the list.',
  },
  faults: {
    format: 'The proof that came is not of the expected form.',
    participant: 'The proof that came is another person’s.',
    entry: 'The entry does not match your number and your salt.',
    list: 'The proof is about another list than the published one.',
    path: 'The proof does not lead to the published hash.',
  },
  keep: 'Keep it, and show it to the bailiff.',
  unsupported: 'This browser cannot check a proof here: open the page over HTTPS.',
}

export const ownPlaceWords = typeset({ fr, en })

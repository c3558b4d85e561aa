import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Vos données',
  text: 'Tout ce que nous gardons à votre sujet, dans un fichier que vous pouvez relire ou transmettre.',
  download: 'Télécharger mes données',
  busy: 'Préparation…',
  done: 'Votre fichier est prêt : vous le trouverez dans vos téléchargements.',
  fileName: (day: string) => `the-tip-top-mes-donnees-${day}.json`,
  privacy: 'Ce que nous gardons, et pourquoi',
}

const en: typeof fr = {
  title: 'Your data',
  text: 'Everything we keep about you, in a file that you can read or pass on.',
  download: 'Download my data',
  busy: 'Preparing…',
  done: 'Your file is ready: you will find it in your downloads.',
  fileName: day => `the-tip-top-my-data-${day}.json`,
  privacy: 'What we keep, and why',
}

/** The words for downloading one's data from the account page. */
export const personalDataWords = typeset({ fr, en })

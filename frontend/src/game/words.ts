import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Votre code, s’il vous plaît',
  lead: 'Il se trouve au bas de votre ticket de caisse : dix caractères, lettres et chiffres.',
  field: {
    label: 'Code du ticket',
    example: 'Par exemple ABCDE-FGHJK',
    submit: 'Découvrir mon lot',
    busy: 'Votre lot infuse…',
    slow: 'Le réseau est lent, votre code est en route. Ne fermez pas la page.',
    empty: 'Saisissez les dix caractères de votre ticket.',
    missing: (count: number) => (count === 1 ? 'Encore 1 caractère.' : `Encore ${count} caractères.`),
    excess: (count: number) => (count === 1 ? 'Il y a 1 caractère de trop.' : `Il y a ${count} caractères de trop.`),
    complete: 'Le code est complet.',
    foreign: (symbols: string) => `Aucun code ne contient ${symbols}. Regardez bien votre ticket.`,
    perhaps: (symbol: string) => `À la place de ${symbol}, lisez-vous :`,
    replace: (symbol: string, by: string) => `Remplacer ${symbol} par ${by}`,
    corrected: (pairs: string) => `Nous avons lu ${pairs}.`,
    as: (typed: string, read: string) => `« ${typed} » comme ${read}`,
  },
  note: 'Les codes ne contiennent jamais 0, O, 1, I ni L.',
  error: {
    title: {
      'ticket-unknown': 'Ce code n’existe pas',
      'ticket-already-played': 'Ce ticket a déjà été joué',
      'contest-closed': 'Le jeu n’est pas ouvert',
      'too-many-attempts': 'Faisons une pause',
      unanswered: 'La demande n’a pas abouti',
      other: 'Impossible de jouer ce code',
    },
    safe: 'Vous pouvez réessayer sans crainte : un code joué par vous reste à vous.',
    back: 'Revenir à mon code',
    retry: 'Réessayer',
    close: 'Fermer',
  },
}

const en: typeof fr = {
  title: 'Your code, please',
  lead: 'It is at the bottom of your till receipt: ten characters, letters and digits.',
  field: {
    label: 'Receipt code',
    example: 'For example ABCDE-FGHJK',
    submit: 'Discover my prize',
    busy: 'Your prize is brewing…',
    slow: 'The network is slow, but your code is on its way. Do not close this page.',
    empty: 'Enter the ten characters from your receipt.',
    missing: count => (count === 1 ? '1 character to go.' : `${count} characters to go.`),
    excess: count => (count === 1 ? '1 character too many.' : `${count} characters too many.`),
    complete: 'The code is complete.',
    foreign: symbols => `No code contains ${symbols}. Look closely at your receipt.`,
    perhaps: symbol => `Instead of ${symbol}, do you see:`,
    replace: (symbol, by) => `Replace ${symbol} with ${by}`,
    corrected: pairs => `We read ${pairs}.`,
    as: (typed, read) => `“${typed}” as ${read}`,
  },
  note: 'Codes never contain 0, O, 1, I or L.',
  error: {
    title: {
      'ticket-unknown': 'This code does not exist',
      'ticket-already-played': 'This ticket has already been played',
      'contest-closed': 'The contest is not open',
      'too-many-attempts': 'Let’s take a break',
      unanswered: 'Your request did not go through',
      other: 'This code cannot be played',
    },
    safe: 'You can safely try again: a code you have played stays yours.',
    back: 'Back to my code',
    retry: 'Try again',
    close: 'Close',
  },
}

export const gameWords = typeset({ fr, en })

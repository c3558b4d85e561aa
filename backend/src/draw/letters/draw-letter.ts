import type { Language } from '../../database/schema.ts'
import type { LetterWords } from '../../mail/letter.ts'

/** `void`: the draw that named this person was repeated. */
export type DrawLetterKind = 'winner' | 'alternate' | 'void'

/** `drawnOn` and `until` are days in words; `rank` is 1 for the person drawn first. */
type DrawLetterFacts = { prize: string; drawnOn: string; until: string; rank: number }

/** What a person reads whom the grand draw has named. */
export const drawLetters: Record<Language, Record<DrawLetterKind, (facts: DrawLetterFacts) => LetterWords>> = {
  fr: {
    winner: ({ prize, drawnOn, until, rank }) => ({
      subject: 'Le grand lot est pour vous',
      opening:
        (rank === 1
          ? `Le tirage au sort du ${drawnOn} a désigné votre compte : vous gagnez le grand lot, « ${prize} ». `
          : `Le tirage au sort du ${drawnOn} avait désigné votre compte comme suppléant, et c’est maintenant votre tour : vous gagnez le grand lot, « ${prize} ». `) +
        `Pour le recevoir, présentez-vous jusqu’au ${until} dans une boutique Thé Tip Top, avec une pièce d’identité au nom de votre compte. Passé ce jour, il peut aller à un suppléant.`,
      button: 'Voir le résultat du tirage',
      closing: 'Nous ne vous demanderons ni argent, ni mot de passe, ni coordonnées bancaires pour vous le remettre.',
    }),
    alternate: ({ prize, drawnOn, rank }) => ({
      subject: `Vous êtes sur la liste des suppléants du grand lot`,
      opening: `Le tirage au sort du grand lot, « ${prize} », a eu lieu le ${drawnOn}. Votre compte n’a pas été désigné en premier : il est suppléant n° ${rank - 1}. Le grand lot ne vous revient que si les personnes désignées avant vous ne se présentent pas à temps.`,
      button: 'Voir le résultat du tirage',
      closing: 'Vous n’avez rien à faire : si votre tour vient, nous vous écrirons à cette adresse.',
    }),
    void: ({ drawnOn }) => ({
      subject: 'Le tirage au sort du grand lot a été refait',
      opening: `Nous vous avions écrit que le tirage au sort du ${drawnOn} avait désigné votre compte. Ce tirage a été refait devant le commissaire de justice : son résultat ne compte plus. La raison est publiée avec le nouveau résultat.`,
      button: 'Lire la raison et le résultat',
      closing: 'Nous en sommes désolés. Si le nouveau tirage désigne votre compte, vous recevez un autre message.',
    }),
  },
  en: {
    winner: ({ prize, drawnOn, until, rank }) => ({
      subject: 'The grand prize is yours',
      opening:
        (rank === 1
          ? `The draw of ${drawnOn} named your account: you win the grand prize, “${prize}”. `
          : `The draw of ${drawnOn} had named your account as an alternate, and now it is your turn: you win the grand prize, “${prize}”. `) +
        `To receive it, come to a Thé Tip Top shop by ${until} with an identity card in the name of your account. After that day it may go to an alternate.`,
      button: 'See the result of the draw',
      closing: 'We will ask you for no money, password or bank details to hand it over.',
    }),
    alternate: ({ prize, drawnOn, rank }) => ({
      subject: 'You are an alternate for the grand prize',
      opening: `The grand prize, “${prize}”, was drawn on ${drawnOn}. Your account was not named first: it is alternate no. ${rank - 1}. The grand prize is yours only if the people named before you do not come in time.`,
      button: 'See the result of the draw',
      closing: 'There is nothing for you to do: if your turn comes, we will write to this address.',
    }),
    void: ({ drawnOn }) => ({
      subject: 'The grand draw was repeated',
      opening: `We wrote to you that the draw of ${drawnOn} had named your account. That draw was repeated in front of the bailiff, and its result no longer counts. The reason is published with the new result.`,
      button: 'Read the reason and the result',
      closing: 'We are sorry. If the new draw names your account, you receive another message.',
    }),
  },
}

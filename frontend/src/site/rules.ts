import type { Words } from '../ui/language.ts'

type Rules = { title: string; lead: string; sections: { title: string; text: string }[] }

const fr: Rules = {
  title: 'Règlement du jeu',
  lead: 'L’essentiel de ce qui s’applique à tous les participants.',
  sections: [
    {
      title: 'Qui peut jouer',
      text: 'Le jeu Thé Tip Top, avec obligation d’achat, est ouvert aux personnes majeures. Pour tout achat de plus de 49 € dans l’une de nos boutiques, le ticket de caisse porte un code de dix caractères.',
    },
    {
      title: 'Durée',
      text: 'Les boutiques remettent des tickets pendant 30 jours. Les 30 jours suivants permettent encore de jouer les codes restants et de retirer les lots. Les dates exactes sont affichées sur la page d’accueil.',
    },
    {
      title: 'Comment jouer',
      text: 'Créez un compte ou connectez-vous, puis saisissez votre code. Chaque code ne se joue qu’une fois, par une seule personne. Le lot s’affiche aussitôt et reste visible dans « Mes gains ».',
    },
    {
      title: 'Les lots',
      text: 'Le jeu compte 500 000 tickets, tous gagnants : 300 000 infuseurs à thé (60 %), 100 000 boîtes de 100 g de thé détox ou d’infusion (20 %), 50 000 boîtes de 100 g de thé signature (10 %), 30 000 coffrets découverte d’une valeur de 39 € (6 %) et 20 000 coffrets découverte d’une valeur de 69 € (4 %).',
    },
    {
      title: 'Attribution',
      text: 'Tous les codes sont générés avant l’ouverture du jeu et chacun est déjà lié à son lot, par tirage au hasard et en nombres exacts. L’empreinte de cette répartition est enregistrée avant l’ouverture : toute modification ultérieure pourrait être prouvée.',
    },
    {
      title: 'Retrait des lots',
      text: 'Les lots se retirent en boutique, sur présentation d’une pièce d’identité correspondant au compte, avant la date limite indiquée avec chaque lot. Un lot qui n’est pas retiré à cette date est perdu.',
    },
    {
      title: 'Le grand lot',
      text: 'À la fin du jeu, un tirage au sort désigne, parmi tous les participants, la personne qui reçoit un an de thé d’une valeur de 360 €. Chacun a une seule chance, quel que soit le nombre de codes qu’il a joués.',
    },
  ],
}

const en: Rules = {
  title: 'Rules of the contest',
  lead: 'The essentials that apply to everyone who takes part.',
  sections: [
    {
      title: 'Who may play',
      text: 'The Thé Tip Top contest requires a purchase and is open to adults. For any purchase above €49 in one of our shops, the till receipt bears a code of ten characters.',
    },
    {
      title: 'Duration',
      text: 'Shops hand out receipts for 30 days. During the following 30 days the remaining codes can still be played and the prizes collected. The exact dates are on the home page.',
    },
    {
      title: 'How to play',
      text: 'Create an account or sign in, then type your code. Each code is played once only, by one person. The prize appears at once and stays visible under “My prizes”.',
    },
    {
      title: 'The prizes',
      text: 'The contest has 500,000 receipts, all of them winning: 300,000 tea infusers (60%), 100,000 boxes of 100 g of detox tea or herbal tea (20%), 50,000 boxes of 100 g of signature tea (10%), 30,000 discovery boxes worth €39 (6%) and 20,000 discovery boxes worth €69 (4%).',
    },
    {
      title: 'Allotment',
      text: 'All codes are generated before the contest opens and each is tied to its prize already, drawn at random in exact numbers. The digest of this allotment is recorded before the opening: any later change could be proven.',
    },
    {
      title: 'Collecting prizes',
      text: 'Prizes are collected in our shops, on presentation of an identity card that matches the account, before the deadline shown with each prize. A prize that is not collected by then is lost.',
    },
    {
      title: 'The grand prize',
      text: 'When the contest ends, a draw among all participants decides who receives a year of tea worth €360. Everyone has one chance, however many codes he or she played.',
    },
  ],
}

export const rules: Words<Rules> = { fr, en }

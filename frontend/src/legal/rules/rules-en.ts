import type { LegalText } from '../legal-text.ts'

export const rulesEn: LegalText = {
  title: 'Rules of the contest',
  lead: 'A contest that requires a purchase. All that applies to whoever takes part.',
  sections: [
    {
      id: 'organisateur',
      title: 'The organiser',
      body: [
        'The “Thé Tip Top” contest is organised by {companyName}, {legalForm} with a share capital of {capital}, whose registered office is at {headOffice}, entered in the French trade register under the number {registration} (“the organiser”).',
        'Google and Facebook merely allow people to sign in: they neither organise nor sponsor the contest, and do not answer for it.',
      ],
    },
    {
      id: 'dates',
      title: 'The dates of the contest',
      body: [
        { live: 'dates' },
        'Times are those of Paris. After the last date no code is played and no prize is handed over any more.',
      ],
    },
    {
      id: 'participants',
      title: 'Who may take part',
      body: [
        'The contest is open to every adult person who made, in one of our shops, a purchase that entitles to a code (article 4).',
        'The date of birth is asked for at registration; it is compared with the identity card when the prize is handed over. Minors can neither play nor receive a prize.',
      ],
    },
    {
      id: 'achat',
      title: 'The purchase and the code',
      body: [
        'A purchase is required. Any single purchase above €49 in one of our shops, while receipts are being handed out, entitles to a till receipt that bears a code of ten characters.',
        'A code is neither sold nor replaced: keep your receipt until you have played it.',
      ],
    },
    {
      id: 'participation',
      title: 'How to take part',
      body: [
        {
          list: [
            'Create an account on this site, with an e-mail address, Google or Facebook, or sign in.',
            'Type the code of your receipt on the page [Play](/jeu). The prize appears at once.',
            'Find it again under [My prizes](/mes-gains), with the date until which it can be collected.',
          ],
        },
        'Each code is played once only and wins one prize, which belongs to the first person who played it. How many codes one person may play is not limited.',
        'After several wrong codes one has to wait before trying another: this protects the codes of others.',
      ],
    },
    {
      id: 'lots',
      title: 'The prizes',
      body: [
        { live: 'prizes' },
        'The value is the commercial value of one prize, all taxes included; it is stated only for the prizes that are defined by it.',
        'A prize can be exchanged neither for another nor for money. Should one be lacking for a reason beyond the organiser’s control, it would be replaced by a prize of the same kind and of at least the same value.',
      ],
    },
    {
      id: 'attribution',
      title: 'The allotment, and its proof',
      body: [
        'All codes are generated before the opening, each with its prize. The prizes are shuffled by a computer at random, in exact numbers: nobody, the organiser included, chooses who wins what, and the moment of playing changes nothing.',
        'The digest (SHA-256) of the whole allotment is recorded before the opening and joined to the deposited rules. Should a single prize move to another receipt afterwards, the digest would not match any more: the change would be proven.',
        { live: 'digest' },
      ],
    },
    {
      id: 'remise',
      title: 'Handing prizes over',
      body: [
        'Prizes are collected in the shop of your choice, in person, on presentation of a valid identity card whose name and date of birth are those of the account. No copy of it is kept.',
        'The prize is refused when the card is missing or does not match; it remains to be collected, and one may come again in time.',
        'A prize that is not collected by the deadline (article 2) is lost, without compensation.',
      ],
    },
    {
      id: 'grand-lot',
      title: 'The grand prize',
      body: [
        { live: 'grandPrize' },
        'A draw awards it when the contest ends, among all who played at least one code. Everyone has one chance, however many codes he or she played.',
        'The winner is told by e-mail at the address of the account. An account that was erased before the draw takes no part in it, since nobody could be told.',
      ],
    },
    {
      id: 'frais',
      title: 'Costs',
      body: [
        'Playing a code and collecting a prize cost nothing beyond the purchase. The purchase, the connection to the Internet and travel are not refunded.',
      ],
    },
    {
      id: 'donnees',
      title: 'Your personal data',
      body: [
        'The organiser processes your name, your e-mail address, your date of birth and the codes that you play in order to run the contest and hand prizes over. Your data are kept until you erase your account, and at the latest: {accountRetention}.',
        'You can read, correct, download and erase them at any time on the page [My account](/compte), or write to {privacyContact}. Erasing an account forfeits the prizes that are still to be collected; played tickets stay, without a name, to prove how the contest went. The details are on the page [Privacy](/confidentialite).',
        'The Thé Tip Top newsletter is separate from the contest: accepting or refusing it changes nothing about taking part.',
      ],
    },
    {
      id: 'loyaute',
      title: 'Fair play',
      body: [
        'Searching for codes at random or by a program, playing under a false identity, forging a receipt or disturbing the site forfeits the prizes obtained that way. The account may be disabled, and the organiser may take legal action.',
      ],
    },
    {
      id: 'responsabilite',
      title: 'Liability',
      body: [
        'The organiser takes reasonable care that the site works but cannot promise that it never stops: he does not answer for the network, the device or the access provider of those who take part. A code that could not be played stays valid until the deadline.',
        'In case of force majeure the contest may be shortened, prolonged, suspended or cancelled; prizes that were revealed already remain due.',
        'Nothing in these rules limits the guarantees and rights that the law gives to consumers.',
      ],
    },
    {
      id: 'depot',
      title: 'Deposit and changes',
      body: [
        'These rules and the digest of the allotment are deposited with a French bailiff (commissaire de justice) before the contest opens. They can be read here, free of charge, for as long as the contest lasts.',
        'Every change is deposited in the same way and published here, with the date of the version. It takes nothing from those who have played already. Should the texts differ, the deposited one prevails.',
      ],
    },
    {
      id: 'droit',
      title: 'Applicable law and disputes',
      body: [
        'These rules are governed by French law. A complaint is addressed to the organiser first, at {email}.',
        'Failing a satisfactory answer, everyone may turn to the consumer mediator, free of charge: {mediator} (articles L. 611-1 and following of the French Consumer Code). The right to go to court, that of one’s home among them, remains.',
      ],
    },
  ],
}

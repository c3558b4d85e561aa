import type { LegalText } from '../legal-text.ts'

export const rulesEn: LegalText = {
  title: 'Rules of the contest',
  lead: 'A contest that requires a purchase. Everything that applies to those who take part.',
  sections: [
    {
      id: 'organisateur',
      title: 'The organiser',
      body: [
        'The “Thé Tip Top” contest is organised by {companyName}, {legalForm} with a share capital of {capital}, whose registered office is at {headOffice}, registered in the French trade register under number {registration} (“the organiser”).',
        'Google and Facebook only let people sign in: they neither organise nor sponsor the contest, and are not liable for it.',
      ],
    },
    {
      id: 'dates',
      title: 'The dates of the contest',
      body: [
        { live: 'dates' },
        'All times are Paris time. After the last date, no more codes can be played and no more prizes are handed over.',
      ],
    },
    {
      id: 'participants',
      title: 'Who may take part',
      body: [
        'The contest is open to any adult who has made, in one of our shops, a purchase that entitles them to a code (article 4).',
        'We ask for the date of birth at registration, and compare it with the identity card when the prize is handed over. Minors can neither play nor receive a prize.',
        'The staff of the organiser and of its shops may not take part. No member of staff hands a prize over to themselves.',
      ],
    },
    {
      id: 'achat',
      title: 'The purchase and the code',
      body: [
        'A purchase is required. Any single purchase of more than €49 in one of our shops, during the period in which receipts are handed out, entitles the customer to a till receipt that carries a ten-character code.',
        'A code cannot be sold or replaced: keep your receipt until you have played it.',
      ],
    },
    {
      id: 'participation',
      title: 'How to take part',
      body: [
        {
          list: [
            'Create an account on this site, with an e-mail address, Google or Facebook, or sign in.',
            'Type the code from your receipt on the page [Play](/jeu). The prize appears at once.',
            'Find it again under [My prizes](/mes-gains), with the last date on which it can be collected.',
          ],
        },
        'Each code can be played only once and wins one prize, which goes to the first person who plays it. There is no limit to how many codes one person may play.',
        'After several wrong codes, you have to wait before trying another: this protects other people’s codes.',
      ],
    },
    {
      id: 'lots',
      title: 'The prizes',
      body: [
        { live: 'prizes' },
        'The value is the commercial value of one prize, including all taxes; it is stated only for the prizes that are defined by it.',
        'A prize cannot be exchanged for another prize or for money. Should a prize become unavailable for a reason beyond the organiser’s control, it will be replaced by one of the same kind and of at least the same value.',
      ],
    },
    {
      id: 'attribution',
      title: 'The allotment, and its proof',
      body: [
        'All codes are generated before the opening, each with its prize. A computer shuffles the prizes at random, in exact numbers: no one, including the organiser, chooses who wins what, and the moment you play changes nothing.',
        'Before the opening, a hash (SHA-256) of the whole allotment, its root, is computed, deposited with a bailiff and published with the number of tickets and prizes. If a single prize moved to another ticket afterwards, the root would no longer match: the change would be proven.',
        'Anyone who has played a ticket can ask for the proof of its prize and check it themselves: [how, and what it proves](/preuve).',
        { live: 'allotment' },
      ],
    },
    {
      id: 'remise',
      title: 'Handing prizes over',
      body: [
        'Prizes are collected in person, in the shop of your choice, on presentation of a valid identity card whose name and date of birth match those of the account. No copy of it is kept.',
        'The handover is refused when the card is missing or does not match; the prize stays yours to collect, and you may come back before the deadline.',
        'A prize that has not been collected by the deadline (article 2) is lost, without compensation.',
      ],
    },
    {
      id: 'grand-lot',
      title: 'The grand prize',
      body: [
        { live: 'grandPrize' },
        'It is awarded by a draw after the time for collecting prizes ends (article 2), among all adults who have played at least one code. Each person has one chance, however many codes they have played or accounts they have.',
        'A bailiff and the organiser freeze the list of participants together. Each person is a string of digits there that they alone can recognise, and its hash is published. The result is computed from this list, the deposited allotment, a number that the bailiff enters and, if it is announced beforehand, public randomness. The organiser does not choose who wins, and anyone can [compute it again and look for their place](/grand-lot).',
        'The winner is notified by e-mail at the address of their account, which says by when to come forward. After that, the next person of the same draw takes their place. The winner’s initial and the city of the shop where they collect their prizes are published. An account erased before the list is frozen is not on it, since no one could be notified.',
        'A draw is repeated only if it has no effect, with a reason; the first one stays published beside the second.',
      ],
    },
    {
      id: 'frais',
      title: 'Costs',
      body: [
        'Playing a code and collecting a prize cost nothing beyond the purchase. The purchase, the Internet connection and travel are not refunded.',
      ],
    },
    {
      id: 'donnees',
      title: 'Your personal data',
      body: [
        'The organiser processes your name, your e-mail address, your date of birth and the codes you play in order to run the contest and hand over prizes. Your data is kept until you erase your account, and at the latest: {accountRetention}.',
        'You can read, correct, download and erase it at any time on the page [My account](/compte), or write to {privacyContact}. Erasing your account forfeits any prizes you have not collected; played tickets are kept, without a name, to prove how the contest was run. The details are on the page [Privacy](/confidentialite).',
        'The Thé Tip Top newsletter is separate from the contest: accepting or refusing it makes no difference to taking part.',
      ],
    },
    {
      id: 'loyaute',
      title: 'Fair play',
      body: [
        'Searching for codes at random or with a program, playing under a false identity, forging a receipt or disrupting the site forfeits any prizes obtained that way. The account may be disabled, and the organiser may take legal action.',
      ],
    },
    {
      id: 'responsabilite',
      title: 'Liability',
      body: [
        'The organiser takes reasonable care to keep the site working but cannot promise that it is never interrupted, and is not liable for the network, the device or the access provider of those who take part. A code that could not be played stays valid until the deadline.',
        'In the event of force majeure, the contest may be shortened, extended, suspended or cancelled; prizes already revealed remain due.',
        'Nothing in these rules limits the guarantees and rights that the law gives consumers.',
      ],
    },
    {
      id: 'depot',
      title: 'Deposit and changes',
      body: [
        'These rules and the root of the allotment are deposited with a French bailiff (commissaire de justice) before the contest opens. They can be read here, free of charge, for the duration of the contest.',
        'Every change is deposited in the same way and published here, with the date of the version. It takes nothing away from those who have already played. If the texts differ, the deposited one prevails.',
      ],
    },
    {
      id: 'droit',
      title: 'Applicable law and disputes',
      body: [
        'These rules are governed by French law. Complaints should first be sent to the organiser, at {email}.',
        'If the answer is not satisfactory, anyone may turn to the consumer mediator, free of charge: {mediator} (articles L. 611-1 et seq. of the French Consumer Code). They keep the right to go to court, in particular the court of their place of residence.',
      ],
    },
  ],
}

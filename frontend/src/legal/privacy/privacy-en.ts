import type { LegalText } from '../legal-text.ts'

export const privacyEn: LegalText = {
  title: 'Privacy',
  lead: 'What we know about you, why, for how long, and what you can decide.',
  sections: [
    {
      id: 'responsable',
      title: 'Who answers for your data',
      body: [
        'The controller is the organiser of the contest: {companyName}, {headOffice}. For any question about your data: {privacyContact}.',
      ],
    },
    {
      id: 'finalites',
      title: 'What we process, and why',
      body: [
        'We ask only for what serves the contest. Each use has its legal basis (article 6 of the GDPR).',
        {
          entries: [
            {
              term: 'Your account',
              text: 'Name, e-mail address, date of birth, language, password (kept in a form in which it cannot be read). To recognise you, to check that you are an adult and to write to you about your prizes. Basis: performance of the rules that you accepted.',
            },
            {
              term: 'Google, Facebook',
              text: 'If you choose to sign in that way: your name, your e-mail address and the identifier that this service gives you, nothing else. Basis: performance of the rules, at your request.',
            },
            {
              term: 'Your codes and prizes',
              text: 'The codes that you play, the prizes won, the date, the shop and the employee of the handover, and the reason of a refusal. To hand each prize to the right person, once. Basis: performance of the rules.',
            },
            {
              term: 'Your identity card',
              text: 'Looked at when a prize is handed over, never copied nor written down.',
            },
            {
              term: 'The newsletter',
              text: 'The date on which you asked for it. Basis: your consent, which you take back whenever you like, on the page [My account](/compte) or by the link in each letter. It has no effect on the contest.',
            },
            {
              term: 'Security',
              text: 'Your sessions, the number of failed attempts by account and by IP address, and a record of what happened (sign-ins, codes played, prizes handed over, changes of account). To keep codes and passwords from being guessed, and to prove that the contest was fair. Basis: our legitimate interest in a fair contest.',
            },
            {
              term: 'Statistics',
              text: 'Numbers of plays by day, shop, prize and age band, which point at nobody. Basis: our legitimate interest in following the contest.',
            },
          ],
        },
        'The e-mail address, the name, the date of birth and the agreement to the rules are needed in order to play; all the rest is optional. There is no targeted advertising, no profiling and no automated decision about you.',
      ],
    },
    {
      id: 'destinataires',
      title: 'Who sees them',
      body: [
        {
          list: [
            'The employees of the shops, to hand a prize over: your name, your date of birth and your prizes.',
            'The administrators of the contest, to follow it, and to send the newsletter to those who asked for it and to nobody else. Each extraction of data is written down in the record.',
            'The host, {hostName}, and the provider that carries our mails, on our instructions.',
          ],
        },
        'Your data are neither sold nor lent.',
      ],
    },
    {
      id: 'durees',
      title: 'For how long',
      body: [
        {
          entries: [
            {
              term: 'Account and prizes',
              text: 'Until you erase your account, and at the latest: {accountRetention}.',
            },
            {
              term: 'After erasure',
              text: 'The tickets played, the prizes handed over, the age band and the record stay, without a name, an address or a date of birth, as proof of how the contest went.',
            },
            { term: 'Newsletter', text: 'The consent is kept until it is taken back.' },
            { term: 'Sessions', text: '30 days, and another 30 days after their end.' },
            { term: 'Mailed links', text: '7 days after they expire.' },
            { term: 'Failed attempts', text: 'As long as the wait that they cause, a day at most.' },
            {
              term: 'Backups',
              text: 'What is erased disappears from backups as these are replaced, within 12 months at most. They serve only to repair a failure.',
            },
          ],
        },
      ],
    },
    {
      id: 'droits',
      title: 'Your rights',
      body: [
        'On the page [My account](/compte), without asking anybody, you can:',
        {
          list: [
            'read and correct your details;',
            'download all that we keep about you, in a file that other programs can read;',
            'take back your consent to the newsletter;',
            'erase your account. Prizes that are still to be collected are then lost.',
          ],
        },
        'You can also object to a use, ask for it to be restricted, and say what shall become of your data after your death: write to {privacyContact}. We answer within a month.',
        'If our answer does not satisfy you, you can lodge a [complaint with the CNIL](https://www.cnil.fr/fr/plaintes), the French data protection authority.',
      ],
    },
    {
      id: 'transferts',
      title: 'Where they stay',
      body: [
        'We do not transfer your data out of the European Union.',
        'If you choose to sign in with Google or Facebook, that service learns that you sign in here; it processes this on its own responsibility, by its own rules. An e-mail address and a password are enough to do without.',
      ],
    },
    {
      id: 'securite',
      title: 'How they are protected',
      body: [
        'All exchanges are encrypted. Passwords are kept only as digests (argon2id), and so are codes that nobody has played: a stolen copy of the database allows neither to sign in nor to win. The record cannot be changed without it showing.',
      ],
    },
    {
      id: 'mineurs',
      title: 'Minors',
      body: [
        'The contest is for adults only: we refuse every registration whose date of birth is that of a minor, and keep nothing of it.',
      ],
    },
  ],
}

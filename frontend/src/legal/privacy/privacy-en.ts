import type { LegalText } from '../legal-text.ts'

export const privacyEn: LegalText = {
  title: 'Privacy',
  lead: 'What we know about you, why, for how long, and the choices you have.',
  sections: [
    {
      id: 'responsable',
      title: 'Who is responsible for your data',
      body: [
        'The controller is the organiser of the contest: {companyName}, {headOffice}. For any question about your data: {privacyContact}.',
      ],
    },
    {
      id: 'finalites',
      title: 'What we process, and why',
      body: [
        'We ask only for what the contest needs. Each use has its legal basis (article 6 of the GDPR).',
        {
          entries: [
            {
              term: 'Your account',
              text: 'Name, e-mail address, date of birth, language, password (kept in a form that cannot be read back). To recognise you, to check that you are an adult and to write to you about your prizes. Basis: performance of the rules you accepted.',
            },
            {
              term: 'Google, Facebook',
              text: 'If you choose to sign in that way: your name, your e-mail address and the identifier that service gives you, nothing else. Basis: performance of the rules, at your request.',
            },
            {
              term: 'Your codes and prizes',
              text: 'The codes you play, the prizes you win, the date, shop and employee of the handover, and the reason for any refusal. To hand each prize to the right person, only once. Basis: performance of the rules.',
            },
            {
              term: 'Your shop',
              text: 'The one you choose when you show a prize, or the one that served you last, so that its counter finds you quickly. Basis: performance of the rules.',
            },
            {
              term: 'Your identity card',
              text: 'Looked at when a prize is handed over, never copied or written down.',
            },
            {
              term: 'The newsletter',
              text: 'The date on which you asked for it. Basis: your consent, which you can withdraw whenever you like, on the page [My account](/compte) or with the link in every issue. It has no effect on the contest.',
            },
            {
              term: 'Security',
              text: 'Your sessions, with the kind of browser and device that opened them, the number of failed attempts per account and per IP address, and an audit trail of what happened (sign-ins, codes played, prizes handed over, account changes). To keep codes and passwords from being guessed, and to prove that the contest was fair. Basis: our legitimate interest in a fair contest.',
            },
            {
              term: 'Statistics',
              text: 'Numbers of plays by day, shop, prize and age band, which identify no one. Basis: our legitimate interest in following the contest.',
            },
          ],
        },
        'The e-mail address, the name, the date of birth and the agreement to the rules are needed to play; everything else is optional. There is no targeted advertising, no profiling and no automated decision about you.',
      ],
    },
    {
      id: 'destinataires',
      title: 'Who sees your data',
      body: [
        {
          list: [
            'The employees of the shops, to hand a prize over: your name, your date of birth and your prizes.',
            'The bailiff, if the draw of the grand prize names you: your name, your date of birth, your e-mail address and your shop. They see nothing of other participants. Your initial and the city of the shop are published.',
            'The administrators of the contest, to follow it, and to send the newsletter only to those who asked for it. Each extraction of data is recorded in the audit trail.',
            'The host, {hostName}, and the provider that carries our mails, on our instructions.',
          ],
        },
        'We neither sell nor lend your data.',
      ],
    },
    {
      id: 'durees',
      title: 'How long we keep your data',
      body: [
        {
          entries: [
            {
              term: 'Account and prizes',
              text: 'Until you erase your account, and at the latest: {accountRetention}.',
            },
            {
              term: 'After erasure',
              text: 'The tickets played, the prizes handed over, the age band and the audit trail are kept, without a name, an address or a date of birth, as proof of how the contest was run.',
            },
            { term: 'Newsletter', text: 'Your consent is kept until you withdraw it.' },
            { term: 'Sessions', text: '30 days, and another 30 days after they end.' },
            { term: 'Links sent by e-mail', text: '7 days after they expire.' },
            { term: 'Failed attempts', text: 'As long as the wait they cause, one day at most.' },
            {
              term: 'Backups',
              text: 'Erased data disappears from backups as they are replaced, within 12 months at most. Backups are used only to repair a failure.',
            },
          ],
        },
      ],
    },
    {
      id: 'droits',
      title: 'Your rights',
      body: [
        'On the page [My account](/compte), without asking anyone, you can:',
        {
          list: [
            'read and correct your details;',
            'download everything we keep about you, in a file that other programs can read;',
            'withdraw your consent to the newsletter;',
            'erase your account. You then lose any prizes you have not collected.',
          ],
        },
        'You can also object to a use, ask us to restrict it, and say what should become of your data after your death: write to {privacyContact}. We answer within a month.',
        'If our answer does not satisfy you, you can lodge a [complaint with the CNIL](https://www.cnil.fr/fr/plaintes), the French data protection authority.',
      ],
    },
    {
      id: 'transferts',
      title: 'Where your data stays',
      body: [
        'We do not transfer your data outside the European Union.',
        'If you choose to sign in with Google or Facebook, that service learns that you sign in here; it processes this information under its own responsibility and its own rules. To do without it, sign in with an e-mail address and a password.',
      ],
    },
    {
      id: 'securite',
      title: 'How your data is protected',
      body: [
        'All exchanges are encrypted. Passwords are kept only as digests (argon2id), and so are codes that have not been played: a stolen copy of the database lets no one sign in or win. The audit trail cannot be changed without it showing.',
      ],
    },
    {
      id: 'mineurs',
      title: 'Minors',
      body: [
        'The contest is for adults only: we refuse every registration with a minor’s date of birth, and keep nothing of it.',
      ],
    },
  ],
}

import type { LegalText } from '../legal-text.ts'

export const privacyFr: LegalText = {
  title: 'Confidentialité',
  lead: 'Ce que nous savons de vous, pourquoi, pour combien de temps, et ce que vous pouvez décider.',
  sections: [
    {
      id: 'responsable',
      title: 'Qui répond de vos données',
      body: [
        'Le responsable du traitement est l’organisateur du jeu : {companyName}, {headOffice}. Pour toute question sur vos données : {privacyContact}.',
      ],
    },
    {
      id: 'finalites',
      title: 'Ce que nous traitons, et pourquoi',
      body: [
        'Nous ne demandons que ce qui sert au jeu. Chaque usage a sa base légale (article 6 du RGPD).',
        {
          entries: [
            {
              term: 'Votre compte',
              text: 'Nom, adresse e-mail, date de naissance, langue, mot de passe (gardé sous une forme qui ne permet pas de le relire). Pour vous reconnaître, vérifier que vous êtes majeur et vous écrire au sujet de vos lots. Base : l’exécution du règlement que vous avez accepté.',
            },
            {
              term: 'Google, Facebook',
              text: 'Si vous choisissez de vous connecter ainsi : votre nom, votre adresse e-mail et l’identifiant que ce service vous donne, rien d’autre. Base : l’exécution du règlement, à votre demande.',
            },
            {
              term: 'Vos codes et vos lots',
              text: 'Les codes que vous jouez, les lots gagnés, la date, la boutique et l’employé de la remise, et le motif d’un refus. Pour remettre chaque lot à la bonne personne, une seule fois. Base : l’exécution du règlement.',
            },
            {
              term: 'Votre boutique',
              text: 'Celle que vous choisissez en montrant un lot, ou celle qui vous a servi en dernier. Pour que son comptoir vous trouve vite. Base : l’exécution du règlement.',
            },
            {
              term: 'Votre pièce d’identité',
              text: 'Regardée à la remise, jamais copiée ni notée.',
            },
            {
              term: 'La lettre',
              text: 'La date à laquelle vous l’avez demandée. Base : votre consentement, que vous retirez quand vous voulez, sur la page [Mon compte](/compte) ou par le lien de chaque lettre. Il n’a aucun effet sur le jeu.',
            },
            {
              term: 'La sécurité',
              text: 'Vos sessions, avec la sorte de navigateur et d’appareil qui les a ouvertes, le nombre d’essais manqués par compte et par adresse IP, et un journal de ce qui s’est passé (connexions, codes joués, lots remis, changements de compte). Pour empêcher de deviner codes et mots de passe, et prouver que le jeu s’est bien déroulé. Base : notre intérêt légitime à un jeu loyal.',
            },
            {
              term: 'Les statistiques',
              text: 'Des nombres de participations par jour, par boutique, par lot et par tranche d’âge, qui ne désignent personne. Base : notre intérêt légitime à suivre le jeu.',
            },
          ],
        },
        'L’adresse e-mail, le nom, la date de naissance et l’accord au règlement sont nécessaires pour jouer ; tout le reste est facultatif. Nous ne faisons ni publicité ciblée, ni profilage, ni décision automatisée à votre sujet.',
      ],
    },
    {
      id: 'destinataires',
      title: 'Qui les voit',
      body: [
        {
          list: [
            'Les employés des boutiques, pour remettre un lot : votre nom, votre date de naissance et vos lots.',
            'Le commissaire de justice, si le tirage du grand lot vous désigne : votre nom, votre date de naissance, votre adresse e-mail et votre boutique. Il ne voit rien des autres participants. Votre initiale et la ville de la boutique sont publiées.',
            'Les administrateurs du jeu, pour le suivre, et envoyer la lettre aux seules personnes qui l’ont demandée. Chaque extraction de données est inscrite au journal.',
            'L’hébergeur, {hostName}, et le prestataire qui achemine nos e-mails, sur nos instructions.',
          ],
        },
        'Vos données ne sont ni vendues ni prêtées.',
      ],
    },
    {
      id: 'durees',
      title: 'Combien de temps',
      body: [
        {
          entries: [
            {
              term: 'Compte et lots',
              text: 'Jusqu’à ce que vous effaciez votre compte, et au plus tard : {accountRetention}.',
            },
            {
              term: 'Après l’effacement',
              text: 'Les tickets joués, les lots remis, la tranche d’âge et le journal restent, sans nom, sans adresse et sans date de naissance, comme preuve du déroulement du jeu.',
            },
            { term: 'La lettre', text: 'Le consentement est gardé jusqu’à son retrait.' },
            { term: 'Sessions', text: '30 jours, puis 30 jours encore après leur fin.' },
            { term: 'Liens envoyés par e-mail', text: '7 jours après leur expiration.' },
            { term: 'Essais manqués', text: 'Le temps de l’attente imposée, un jour au plus.' },
            {
              term: 'Sauvegardes',
              text: 'Une donnée effacée disparaît des sauvegardes à mesure qu’elles sont remplacées, en 12 mois au plus. Elles ne servent qu’à réparer une panne.',
            },
          ],
        },
      ],
    },
    {
      id: 'droits',
      title: 'Vos droits',
      body: [
        'Sur la page [Mon compte](/compte), sans rien demander à personne, vous pouvez :',
        {
          list: [
            'relire et corriger vos informations ;',
            'télécharger tout ce que nous gardons à votre sujet, dans un fichier que d’autres programmes savent lire ;',
            'retirer votre accord à la lettre ;',
            'effacer votre compte. Les lots encore à retirer sont alors perdus.',
          ],
        },
        'Vous pouvez aussi vous opposer à un usage, en demander la limitation, et dire ce que vos données doivent devenir après votre mort : écrivez à {privacyContact}. Nous répondons dans le mois.',
        'Si notre réponse ne vous satisfait pas, vous pouvez adresser une [réclamation à la CNIL](https://www.cnil.fr/fr/plaintes).',
      ],
    },
    {
      id: 'transferts',
      title: 'Où elles restent',
      body: [
        'Nous ne transférons pas vos données hors de l’Union européenne.',
        'Si vous choisissez de vous connecter avec Google ou Facebook, ce service apprend que vous vous connectez ici ; il traite cette information sous sa propre responsabilité, selon ses propres règles. Une adresse e-mail et un mot de passe suffisent pour s’en passer.',
      ],
    },
    {
      id: 'securite',
      title: 'Comment elles sont protégées',
      body: [
        'Les échanges sont chiffrés. Les mots de passe ne sont gardés que sous forme d’empreintes (argon2id), et les codes non joués de même : une copie volée de la base ne permet ni de se connecter ni de gagner. Le journal ne peut être modifié sans que cela se voie.',
      ],
    },
    {
      id: 'mineurs',
      title: 'Les mineurs',
      body: [
        'Le jeu est réservé aux personnes majeures : nous refusons toute inscription dont la date de naissance est celle d’un mineur, et n’en gardons rien.',
      ],
    },
  ],
}

import { typeset } from '../ui/language.ts'
import type { LegalText, LegalWords } from './legal-text.ts'

const company = [
  'companyName',
  'legalForm',
  'capital',
  'headOffice',
  'registration',
  'vatNumber',
  'phone',
  'email',
  'publicationDirector',
] as const
const host = ['hostName', 'hostAddress', 'hostPhone'] as const

const fr: LegalText = {
  title: 'Mentions légales',
  lead: 'Qui édite ce site, qui l’héberge, et à qui écrire.',
  sections: [
    {
      id: 'editeur',
      title: 'L’éditeur',
      body: ['Ce site est édité par l’organisateur du jeu « Thé Tip Top ».', { facts: company }],
    },
    { id: 'hebergeur', title: 'L’hébergeur', body: [{ facts: host }] },
    {
      id: 'contact',
      title: 'Nous écrire',
      body: [
        'Pour toute question sur le jeu ou sur ce site, et pour signaler un contenu : {email}. Pour vos données personnelles : {privacyContact}.',
      ],
    },
    {
      id: 'propriete',
      title: 'La propriété intellectuelle',
      body: [
        'Les textes, les dessins et le nom « Thé Tip Top » appartiennent à l’éditeur. Les reproduire au-delà de ce que la loi permet demande son accord écrit.',
        'Les polices de caractères Fraunces et Figtree sont servies par ce site sous la licence SIL Open Font License 1.1. Google et Facebook sont des marques de leurs propriétaires.',
      ],
    },
    {
      id: 'donnees',
      title: 'Vos données et les cookies',
      body: [
        'Ce que nous savons de vous, pourquoi et pour combien de temps est sur la page [Confidentialité](/confidentialite) ; ce que le site garde dans votre navigateur, sur la page [Cookies](/cookies).',
      ],
    },
    {
      id: 'litiges',
      title: 'Le règlement et les litiges',
      body: [
        'Le jeu suit son [règlement](/reglement). En cas de litige avec un consommateur, le médiateur compétent est : {mediator}. Le recours à la médiation est gratuit.',
      ],
    },
    {
      id: 'accessibilite',
      title: 'L’accessibilité',
      body: [
        'Ce site est conçu pour être utilisé au clavier, avec un lecteur d’écran, agrandi et sans animation ; chacune de ses pages passe des contrôles automatiques d’accessibilité. Ce qui manque encore est sur la page [Accessibilité](/accessibilite). Une difficulté ? Écrivez à {email} : nous la corrigerons, et nous vous aiderons autrement en attendant.',
      ],
    },
  ],
}

const en: LegalText = {
  title: 'Legal notice',
  lead: 'Who publishes this site, who hosts it, and how to contact us.',
  sections: [
    {
      id: 'editeur',
      title: 'The publisher',
      body: ['This site is published by the organiser of the “Thé Tip Top” contest.', { facts: company }],
    },
    { id: 'hebergeur', title: 'The host', body: [{ facts: host }] },
    {
      id: 'contact',
      title: 'Contact us',
      body: [
        'For any question about the contest or this site, and to report content: {email}. For your personal data: {privacyContact}.',
      ],
    },
    {
      id: 'propriete',
      title: 'Intellectual property',
      body: [
        'The texts, the drawings and the name “Thé Tip Top” belong to the publisher. Reproducing them beyond what the law allows requires its written agreement.',
        'The typefaces Fraunces and Figtree are served by this site under the SIL Open Font License 1.1. Google and Facebook are trademarks of their owners.',
      ],
    },
    {
      id: 'donnees',
      title: 'Your data and cookies',
      body: [
        'What we know about you, why and for how long, is on the page [Privacy](/confidentialite); what the site keeps in your browser, on the page [Cookies](/cookies).',
      ],
    },
    {
      id: 'litiges',
      title: 'Rules and disputes',
      body: [
        'The contest follows its [rules](/reglement). In a dispute with a consumer, the competent mediator is: {mediator}. Mediation is free of charge.',
      ],
    },
    {
      id: 'accessibilite',
      title: 'Accessibility',
      body: [
        'This site is designed for use with a keyboard, with a screen reader, enlarged and without animation; every page passes automatic accessibility checks. What is still missing is on the page [Accessibility](/accessibilite). Having difficulty? Write to {email}: we will fix it, and help you another way in the meantime.',
      ],
    },
  ],
}

export const notice: LegalWords = typeset({ fr, en })

import { typeset } from '../../ui/language.ts'
import type { LegalText, LegalWords } from '../legal-text.ts'

const fr: LegalText = {
  title: 'Cookies',
  lead: 'Tout ce que ce site garde dans votre navigateur. La liste est courte.',
  sections: [
    {
      id: 'liste',
      title: 'Ce qui est gardé',
      body: [
        'Rien n’est gardé tant que vous ne faites que lire. Quand vous jouez ou vous connectez, le site garde ceci, et rien d’autre :',
        { live: 'kept' },
      ],
    },
    {
      id: 'bandeau',
      title: 'Pourquoi il n’y a pas de bandeau',
      body: [
        'La loi (article 82 de la loi Informatique et Libertés) demande votre accord pour lire ou écrire dans votre navigateur, sauf quand c’est strictement nécessaire au service que vous demandez. Tout ce qui est listé ici l’est : rester connecté, pouvoir entrer quand d’autres essaient vos mots de passe, revenir de Google ou de Facebook, ne pas perdre un code, montrer ses gains sans réseau.',
        'Il n’y a ni mesure d’audience, ni publicité, ni bouton de partage, ni contenu venu d’un autre site : il n’y a donc rien à accepter ni à refuser.',
      ],
    },
    {
      id: 'effacer',
      title: 'Les effacer',
      body: [
        'Vous déconnecter retire tout ce qui vous concerne, sauf la note des comptes que ce navigateur a ouverts ; il reste aussi les pages du site qui s’ouvrent sans réseau, les mêmes pour tous. Vous pouvez aussi les effacer ou les bloquer dans les réglages de votre navigateur : le site se lit toujours, mais il n’est plus possible de se connecter ni de jouer sans le cookie de session.',
      ],
    },
    {
      id: 'autres',
      title: 'Google et Facebook',
      body: [
        'Si vous choisissez de vous connecter avec l’un d’eux, vous passez par son site, qui peut déposer ses propres cookies selon ses propres règles. Ce site-ci n’en dépose aucun pour eux, et ne leur dit rien tant que vous n’avez pas choisi ce bouton.',
        'Ce que nous faisons de vos données est sur la page [Confidentialité](/confidentialite).',
      ],
    },
  ],
}

const en: LegalText = {
  title: 'Cookies',
  lead: 'Everything this site keeps in your browser. The list is short.',
  sections: [
    {
      id: 'liste',
      title: 'What is kept',
      body: [
        'Nothing is kept while you only read. When you play or sign in, the site keeps the following, and nothing else:',
        { live: 'kept' },
      ],
    },
    {
      id: 'bandeau',
      title: 'Why there is no banner',
      body: [
        'The law (article 82 of the French Data Protection Act) requires your consent before anything is read from or written to your browser, unless it is strictly necessary for the service you ask for. Everything listed here is: staying signed in, getting in while others try your passwords, coming back from Google or Facebook, not losing a code, showing your prizes without network.',
        'There is no audience measurement, no advertising, no sharing button and no content from other sites, so there is nothing to accept or refuse.',
      ],
    },
    {
      id: 'effacer',
      title: 'Removing them',
      body: [
        'Signing out removes everything about you but the record of the accounts that this browser has opened; the pages of the site that open without network stay as well, the same for everyone. You can also erase or block them in the settings of your browser: you can still read the site, but you cannot sign in or play without the session cookie.',
      ],
    },
    {
      id: 'autres',
      title: 'Google and Facebook',
      body: [
        'If you choose to sign in with one of them, you go through its site, which may set its own cookies under its own rules. This site sets none for them, and tells them nothing until you choose that button.',
        'What we do with your data is on the page [Privacy](/confidentialite).',
      ],
    },
  ],
}

export const cookies: LegalWords = typeset({ fr, en })

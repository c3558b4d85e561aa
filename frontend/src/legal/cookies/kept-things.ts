import { typeset, type Words } from '../../ui/language.ts'

/** Something that this site keeps in a browser. In a name, `…` stands for a part that differs each time. */
export type KeptThing = {
  name: string
  place: 'cookie' | 'localStorage' | 'sessionStorage' | 'cache' | 'worker'
  purpose: Words<string>
  lasts: Words<string>
}

/** Everything the site keeps: a journey through the site in a real browser fails if it finds anything else. */
export const keptThings: readonly KeptThing[] = [
  {
    name: 'tiptop_session',
    place: 'cookie',
    purpose: typeset({
      fr: 'Vous garde connecté. Aucun script ne peut le lire ; il est posé quand vous vous connectez. Son nom commence par « __Host- » quand la connexion est chiffrée.',
      en: 'Keeps you signed in. No script can read it; it is set when you sign in. Its name begins with “__Host-” when the connection is encrypted.',
    }),
    lasts: typeset({
      fr: '30 jours, ou jusqu’à ce que vous vous déconnectiez.',
      en: '30 days, or until you sign out.',
    }),
  },
  {
    name: 'tiptop_device',
    place: 'cookie',
    purpose: typeset({
      fr: 'Note, sous une signature, le numéro des comptes que ce navigateur a ouverts : les essais de mot de passe que d’autres font ailleurs ne vous empêchent pas d’entrer. Aucun script ne peut le lire ; il est posé quand vous vous connectez ou suivez un lien reçu par e-mail. Son nom commence par « __Host- » quand la connexion est chiffrée.',
      en: 'Records, under a signature, the numbers of the accounts that this browser has opened: passwords that others try elsewhere do not keep you out. No script can read it; it is set when you sign in or follow a link from an e-mail. Its name begins with “__Host-” when the connection is encrypted.',
    }),
    lasts: typeset({
      fr: 'Un an, ou jusqu’à ce que vous effaciez votre compte.',
      en: 'One year, or until you erase your account.',
    }),
  },
  {
    name: 'tiptop_flow_…',
    place: 'cookie',
    purpose: typeset({
      fr: 'Fait le lien entre votre départ vers Google ou Facebook et votre retour, pour que personne ne s’y glisse. Posé seulement si vous choisissez de vous connecter ainsi ; son nom commence par « __Host- » quand la connexion est chiffrée.',
      en: 'Links your departure for Google or Facebook to your return, so that no one can slip in between. Set only if you choose to sign in that way; its name begins with “__Host-” when the connection is encrypted.',
    }),
    lasts: typeset({ fr: 'Jusqu’à votre retour, 10 minutes au plus.', en: 'Until you come back, 10 minutes at most.' }),
  },
  {
    name: 'tiptop-known',
    place: 'localStorage',
    purpose: typeset({
      fr: 'Note qu’une personne s’est déjà connectée avec ce navigateur, sans dire qui : le site évite ainsi de le demander au serveur à chaque visite.',
      en: 'Records that someone has signed in with this browser, without saying who: the site does not have to ask the server on every visit.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce que vous vous déconnectiez.',
      en: 'Until you sign out.',
    }),
  },
  {
    name: 'tiptop-account',
    place: 'sessionStorage',
    purpose: typeset({
      fr: 'Garde le numéro du compte que cet onglet montre, pour vous prévenir si un autre compte se connecte ailleurs dans ce navigateur.',
      en: 'Keeps the number of the account that this tab shows, to warn you if another account signs in elsewhere in this browser.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce que vous vous déconnectiez ou que vous fermiez l’onglet.',
      en: 'Until you sign out or close the tab.',
    }),
  },
  {
    name: 'tiptop-prizes',
    place: 'localStorage',
    purpose: typeset({
      fr: 'Garde vos gains et leurs codes tels que vous les avez vus, pour les montrer en boutique sans réseau.',
      en: 'Keeps your prizes and their codes as you saw them, to show them in the shop without network.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce que vous vous déconnectiez, ou qu’une autre personne se connecte ici.',
      en: 'Until you sign out, or another person signs in here.',
    }),
  },
  {
    name: 'tiptop-proofs',
    place: 'localStorage',
    purpose: typeset({
      fr: 'Garde les preuves de vos lots que vous avez vérifiées, pour les vérifier de nouveau sans réseau.',
      en: 'Keeps the proofs of your prizes that you have checked, to check them again without network.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce que vous vous déconnectiez, ou qu’une autre personne se connecte ici.',
      en: 'Until you sign out, or another person signs in here.',
    }),
  },
  {
    name: 'service-worker.js',
    place: 'worker',
    purpose: typeset({
      fr: 'Ouvre la page de vos gains sans réseau, et une page qui le dit à la place des autres. Installé quand vous vous connectez.',
      en: 'Opens the page of your prizes without network, and a page that says so instead of any other. Installed when you sign in.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce que vous effaciez les données du site.',
      en: 'Until you erase the data of the site.',
    }),
  },
  {
    name: 'tiptop-pages-…',
    place: 'cache',
    purpose: typeset({
      fr: 'Les fichiers de ces pages, les mêmes pour tous : aucun ne dit quoi que ce soit de vous.',
      en: 'The files of these pages, the same for everyone: none of them says anything about you.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce qu’une version plus récente du site les remplace.',
      en: 'Until a newer version of the site replaces them.',
    }),
  },
  {
    name: 'tiptop-code',
    place: 'sessionStorage',
    purpose: typeset({
      fr: 'Garde le code que vous avez commencé à saisir pendant que vous vous connectez.',
      en: 'Keeps the code you started typing while you sign in.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce qu’il soit joué ou que vous fermiez l’onglet.',
      en: 'Until it has been played or you close the tab.',
    }),
  },
  {
    name: 'tiptop-asked',
    place: 'localStorage',
    purpose: typeset({
      fr: 'Garde le code dont vous avez demandé le lot avant d’être connecté, pour vous montrer ce lot dès que vous l’êtes et pour le retrouver dans l’onglet qu’ouvre l’un de nos e-mails.',
      en: 'Keeps the code whose prize you asked for before you were signed in, to show you this prize as soon as you are, and to find it again in the tab that one of our e-mails opens.',
    }),
    lasts: typeset({
      fr: 'Jusqu’à ce qu’il soit joué ou que vous vous déconnectiez, une heure au plus.',
      en: 'Until it has been played or you sign out, one hour at most.',
    }),
  },
]

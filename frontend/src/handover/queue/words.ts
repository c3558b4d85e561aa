import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Remettre un lot',
  search: {
    label: 'Code du ticket, nom ou e-mail du client',
    hint: 'Ou passez le ticket devant la douchette : le code s’écrit ici tout seul.',
    submit: 'Chercher',
    busy: 'Recherche…',
    scan: 'Scanner le QR code',
    scanFailed: 'La caméra n’a pas pu être préparée. Vérifiez le réseau, ou saisissez le code.',
    empty: 'Saisissez un code, un nom ou une adresse e-mail.',
    none: (search: string) => `Aucun ticket joué ne correspond à « ${search} ».`,
    noneCode:
      'Relisez le code. S’il n’a pas encore été joué, le client le joue d’abord sur le site : son lot attendra ensuite ici.',
    noneName: 'Vérifiez l’orthographe, ou demandez le code ou l’adresse e-mail du compte.',
    foreign: 'Un code ne contient jamais 0, O, 1, I ni L.',
    layout: {
      american:
        'La douchette écrit pour un clavier américain (QWERTY), cet appareil attend un clavier français (AZERTY). Scannez dans la notice de la douchette le réglage «\u00a0clavier français\u00a0».',
      french:
        'La douchette écrit pour un clavier français (AZERTY), cet appareil attend un clavier américain (QWERTY). Choisissez le clavier français dans les réglages de l’appareil, ou scannez dans la notice de la douchette le réglage «\u00a0clavier américain\u00a0».',
    },
    meant: (code: string) => `Chercher ${code}`,
    found: (search: string) => `Tickets trouvés pour « ${search} »`,
    close: 'Revenir à la file d’attente',
  },
  list: {
    title: 'En attente de remise',
    count: (count: string) => `${count} en attente`,
    refresh: 'Actualiser',
    refreshBusy: 'Actualisation…',
    changed: 'La file a changé.',
    show: 'Mettre la liste à jour',
    loading: 'Chargement des tickets…',
    more: 'Afficher la suite',
    moreBusy: 'Chargement…',
    emptyTitle: 'Personne n’attend',
    empty: 'Dès qu’un client joue un code, son lot apparaît ici.',
    emptyShopTitle: 'Personne n’attend dans votre boutique',
    emptyShop:
      'Un lot apparaît ici quand le client choisit votre boutique en le montrant, ou après un refus chez vous. Tout autre lot se trouve par son code.',
    others: 'Les autres lots en attente',
    showOthers: (count: string | null) => `Afficher les autres lots en attente${count === null ? '' : ` (${count})`}`,
    hideOthers: 'Masquer les autres lots',
    noOthers: 'Aucun autre lot n’attend.',
    noShop: 'boutique non choisie',
    nameless: 'Nom non renseigné',
    played: (moment: string) => `joué le ${moment}`,
    claimed: (moment: string) => `remis le ${moment}`,
    code: 'Code',
  },
  retry: 'Réessayer',
}

const en: typeof fr = {
  title: 'Hand over a prize',
  search: {
    label: 'Receipt code, customer’s name or e-mail',
    hint: 'Or hold the receipt in front of the hand scanner: the code appears here by itself.',
    submit: 'Search',
    busy: 'Searching…',
    scan: 'Scan the QR code',
    scanFailed: 'The scanner could not be loaded. Check the network, or type the code.',
    empty: 'Enter a code, a name or an e-mail address.',
    none: search => `No played ticket matches “${search}”.`,
    noneCode:
      'Check the code again. If it has not been played yet, the customer has to play it on the site first: the prize will then wait here.',
    noneName: 'Check the spelling, or ask for the code or the e-mail address of the account.',
    foreign: 'A code never contains 0, O, 1, I or L.',
    layout: {
      american:
        'The hand scanner types for an American keyboard (QWERTY), but this device expects a French one (AZERTY). Scan the setting “French keyboard” in the scanner’s manual.',
      french:
        'The hand scanner types for a French keyboard (AZERTY), but this device expects an American one (QWERTY). Choose the French keyboard in the settings of the device, or scan the setting “American keyboard” in the scanner’s manual.',
    },
    meant: code => `Search for ${code}`,
    found: search => `Tickets found for “${search}”`,
    close: 'Back to the queue',
  },
  list: {
    title: 'Waiting to be handed over',
    count: count => `${count} waiting`,
    refresh: 'Refresh',
    refreshBusy: 'Refreshing…',
    changed: 'The queue has changed.',
    show: 'Update the list',
    loading: 'Loading tickets…',
    more: 'Show more',
    moreBusy: 'Loading…',
    emptyTitle: 'No one is waiting',
    empty: 'As soon as a customer plays a code, the prize appears here.',
    emptyShopTitle: 'No one is waiting in your shop',
    emptyShop:
      'A prize appears here when the customer chooses your shop while showing it, or after a refusal at your counter. Any other prize is found by its code.',
    others: 'Other prizes that are waiting',
    showOthers: count => `Show the other prizes that are waiting${count === null ? '' : ` (${count})`}`,
    hideOthers: 'Hide the other prizes',
    noOthers: 'No other prize is waiting.',
    noShop: 'no shop chosen',
    nameless: 'Name not given',
    played: moment => `played on ${moment}`,
    claimed: moment => `handed over on ${moment}`,
    code: 'Code',
  },
  retry: 'Try again',
}

/** The words of the page on which employees look for a ticket. */
export const queueWords = typeset({ fr, en })

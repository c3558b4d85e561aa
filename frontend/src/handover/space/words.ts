import { typeset } from '../../ui/language.ts'

const fr = {
  space: 'Espace employé',
  at: (name: string, shop: string) => `${name} · ${shop}`,
  noShopShort: 'sans boutique',
  noShop:
    'Votre compte n’est rattaché à aucune boutique : vous pouvez chercher un ticket, mais aucun lot ne peut être remis. Demandez à un administrateur de vous rattacher à votre boutique.',
  asking: 'Un instant, nous vérifions votre accès…',
  retry: 'Réessayer',
}

const en: typeof fr = {
  space: 'Staff area',
  at: (name, shop) => `${name} · ${shop}`,
  noShopShort: 'no shop',
  noShop:
    'Your account is not assigned to a shop: you can look up tickets, but you cannot hand over prizes. Ask an administrator to assign you to your shop.',
  asking: 'One moment, we are checking your access…',
  retry: 'Try again',
}

/** The words of the frame around every page of the counter. */
export const spaceWords = typeset({ fr, en })

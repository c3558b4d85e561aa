const DAY_MS = 86_400_000
/** RFC 9116, 2.5.5, advises less than a year, so that no one finds a contact that is long gone. */
const LONGEST_DAYS = 366

/** `contact`: `mailto:` or an `https:` address; `expires`: a day as `2027-06-30`. Both are empty where there is no contact. */
type SecurityContact = { contact: string; expires: string; site: string; now: Date }

/**
 * Returns the file by which those who find a fault learn whom to tell (RFC 9116); null without a contact.
 *
 * @throws an Error with what is wrong: half of it is missing, it is no address, it is over, or more than a year away
 */
export function securityTxt({ contact, expires, site, now }: SecurityContact): string | null {
  if (!contact && !expires) return null
  if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contact))
    throw new Error('SECURITY_CONTACT : mailto:… ou https://…, avec SECURITY_EXPIRES, ou rien pour les deux.')
  const until = new Date(`${expires}T23:59:59.000Z`)
  const days = (until.getTime() - now.getTime()) / DAY_MS
  if (!(days > 0 && days < LONGEST_DAYS))
    throw new Error('SECURITY_EXPIRES : un jour à venir, dans moins d’un an, par exemple 2027-06-30.')
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${until.toISOString()}`,
    'Preferred-Languages: fr, en',
    `Canonical: ${site}/.well-known/security.txt`,
  ]
  return `${lines.join('\n')}\n`
}

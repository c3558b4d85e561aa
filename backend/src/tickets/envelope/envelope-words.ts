import type { EnvelopeVerification } from './verify-envelope.ts'

const number = new Intl.NumberFormat('fr-FR')

/** What the envelope adds up to, and whether it is as deposited. */
export function envelopeTotals({
  root,
  counts,
  ticketCount,
}: EnvelopeVerification): { holds: boolean; text: string }[] {
  const isExpected = (found: string) => found === root.expected
  const { tickets, recorded } = ticketCount
  return [
    { holds: isExpected(root.openings), text: `Racine de l’enveloppe ${root.openings}` },
    { holds: isExpected(root.recorded), text: `Racine en base        ${root.recorded}` },
    { holds: isExpected(root.leaves), text: `Racine des feuilles   ${root.leaves}` },
    ...counts.map(({ position, name, quota, opened }) => {
      const text = `Lot ${position}, ${name} : ${number.format(opened)} sur ${number.format(quota)}`
      return { holds: opened === quota, text }
    }),
    { holds: tickets === recorded, text: `Tickets ouverts : ${number.format(tickets)} sur ${number.format(recorded)}` },
  ]
}

/** The conclusion of a recount from the envelope, for a person who did not write the program. */
export function envelopeLines(found: EnvelopeVerification, deposited: boolean): string {
  return [
    `Racine attendue         ${found.root.expected} (${deposited ? 'celle du dépôt' : 'celle de la base'})`,
    ...envelopeTotals(found).map(({ holds, text }) => `${holds ? '✓' : '✗'} ${text}`),
    '',
    ...conclusion(found, deposited),
  ].join('\n')
}

function conclusion(found: EnvelopeVerification, deposited: boolean): string[] {
  const { root, counts, ticketCount, differences } = found
  if (found.holds)
    return deposited
      ? ['Chaque ticket, joué ou non, a le lot qui a été déposé.']
      : [
          'Chaque ticket, joué ou non, a le lot de l’enveloppe.',
          'Seule la racine du dépôt fait preuve : --root RACINE.',
        ]
  const lines: string[] = []
  if (root.openings !== root.expected)
    lines.push('L’enveloppe n’est pas celle de cet engagement, ou elle a été modifiée.')
  if (root.recorded !== root.expected) lines.push('La racine enregistrée en base n’est pas celle du dépôt.')
  if (root.leaves !== root.expected) lines.push('Les feuilles de l’arbre en base ne sont pas celles du dépôt.')
  if (differences === 1) lines.push('Un ticket diffère de l’enveloppe ; il est nommé ci-dessus.')
  if (differences > 1)
    lines.push(`${number.format(differences)} différences avec l’enveloppe ; elles sont nommées ci-dessus.`)
  if (counts.some(({ quota, opened }) => quota !== opened))
    lines.push('Le nombre de tickets d’un lot n’est pas son quota.')
  if (ticketCount.recorded !== ticketCount.tickets)
    lines.push('L’enveloppe n’ouvre pas autant de tickets que la base en annonce.')
  return lines
}

import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import type { AllotmentDifference } from './allotment/differences.ts'
import type { AllotmentVerification } from './allotment/verify-allotment.ts'
import type { Generation } from './generation/prepare-generation.ts'

const number = new Intl.NumberFormat('fr-FR')
const moment = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' })
const momentText = (at: Date) => withOffset(moment.format(at), at)

/** The report of a generation for the operator; its last lines are deposited with the bailiff. */
export function depositStatement(contest: string, printFile: string, generation: Generation): string {
  const { firstId, count, digest, opensAt } = generation
  return [
    `Codes en clair : ${printFile} (à remettre à l’imprimeur, puis à détruire : ils ne sont nulle part ailleurs)`,
    '',
    'À déposer avant l’ouverture :',
    `  Concours   ${contest}, ouverture le ${momentText(opensAt)} (heure de Paris)`,
    `  Tickets    ${number.format(count)}, n° ${firstId} à ${firstId + count - 1}`,
    `  Empreinte  ${digest} (SHA-256 de l’attribution)`,
  ].join('\n')
}

export function differenceLine(difference: AllotmentDifference): string {
  const ticket = `Ticket n° ${difference.ticket}`
  const prize = (position: number) => (position ? `lot ${position}` : 'aucun lot du concours')
  switch (difference.kind) {
    case 'prize':
      return `${ticket} : lot changé, ${prize(difference.was)} → ${prize(difference.is)}`
    case 'code':
      return `${ticket} : code changé`
    case 'missing':
      return `${ticket} : manque (${prize(difference.was)})`
    case 'added':
      return `${ticket} : ajouté (${prize(difference.is)})`
  }
}

/** The conclusion of a verification, for a person who did not write the program. */
export function verificationLines(found: AllotmentVerification, deposited: boolean): string {
  const { digest, counts, ticketCount } = found
  const mark = (same: boolean) => (same ? '✓' : '✗')
  return [
    `Empreinte attendue     ${digest.expected} (${deposited ? 'celle du dépôt' : 'celle de la base'})`,
    `${mark(found.recordedDigest === 'as deposited')} Empreinte en base    ${digest.recorded}`,
    `${mark(found.tickets === 'as deposited')} Empreinte des tickets ${digest.tickets}`,
    `${mark(found.slices === 'as deposited')} Empreinte des tranches ${digest.slices}`,
    ...counts.map(
      ({ position, name, quota, tickets }) =>
        `${mark(quota === tickets)} Lot ${position}, ${name} : ${number.format(tickets)} sur ${number.format(quota)}`,
    ),
    `${mark(ticketCount.recorded === ticketCount.tickets)} Tickets : ${number.format(ticketCount.tickets)} sur ${number.format(ticketCount.recorded)}`,
    '',
    ...conclusion(found, deposited),
  ].join('\n')
}

function conclusion(found: AllotmentVerification, deposited: boolean): string[] {
  if (found.holds) {
    const proof = deposited
      ? 'L’attribution est celle qui a été déposée.'
      : 'Les tickets sont ceux que la base annonce.'
    return [proof, ...(deposited ? [] : ['Seule l’empreinte du dépôt fait preuve : --digest EMPREINTE.'])]
  }
  const lines: string[] = []
  const count = number.format(found.differences)
  if (found.recordedDigest === 'changed') lines.push('L’empreinte enregistrée en base n’est pas celle du dépôt.')
  if (found.tickets === 'as deposited') lines.push('Les tickets sont ceux du dépôt.')
  if (found.slices === 'changed' && found.differences > 0)
    lines.push('Les tranches de l’attribution elles-mêmes ont été modifiées.')
  if (found.tickets === 'changed' && found.slices === 'as deposited')
    lines.push(`Des tickets ont été modifiés après la génération ; les ${count} différences sont nommées ci-dessus.`)
  if (found.tickets === 'changed' && found.slices === 'changed' && found.differences === 0)
    lines.push(
      'Tickets et tranches s’accordent entre eux, mais pas avec le dépôt : tout a été remplacé, ou l’empreinte donnée est fausse.',
    )
  else if (found.tickets === 'changed' && found.slices === 'changed')
    lines.push(
      `Les tickets aussi diffèrent du dépôt : les ${count} différences ci-dessus ne suffisent pas à dire lesquels.`,
    )
  if (found.counts.some(({ quota, tickets }) => quota !== tickets))
    lines.push('Le nombre de tickets d’un lot n’est pas son quota.')
  if (found.ticketCount.recorded !== found.ticketCount.tickets)
    lines.push('Le nombre de tickets n’est pas celui qui est enregistré.')
  return lines
}

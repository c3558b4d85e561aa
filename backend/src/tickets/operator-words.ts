import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import type { AllotmentVerification } from './allotment/verify-allotment.ts'
import type { CommitmentVerification } from './commitment/verify-commitment.ts'
import { envelopeLines, envelopeTotals } from './envelope/envelope-words.ts'
import type { Generation } from './generation/prepare-generation.ts'
import type { PublishedCommitment } from './statement/publish-commitment.ts'
import type { TicketDifference, TicketsVerification } from './verify-tickets.ts'

const number = new Intl.NumberFormat('fr-FR')
const moment = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' })
const momentText = (at: Date) => withOffset(moment.format(at), at)

/** The report of a generation for the operator; its last lines are deposited with the bailiff. */
export function depositStatement(contest: string, files: WrittenFiles, generation: Generation): string {
  const { firstId, count, root, opensAt } = generation
  return [
    ...fileLines(files),
    '',
    'À déposer avant l’ouverture :',
    `  Concours   ${contest}, ouverture le ${momentText(opensAt)} (heure de Paris)`,
    `  Tickets    ${number.format(count)}, n° ${firstId} à ${firstId + count - 1}`,
    `  Racine     ${root} (arbre de Merkle, SHA-256, format 1)`,
  ].join('\n')
}

/** The commitment of a contest, and what was written of it, for the operator. */
export function publicationLines({ facts, pdf, timestamp }: PublishedCommitment): string {
  const { contest, opensAt, commitment } = facts
  const { root, treeSize, format } = commitment
  return [
    `Concours   ${contest}, ouverture le ${momentText(opensAt)} (heure de Paris)`,
    `Tickets    ${number.format(treeSize)}`,
    `Racine     ${root} (format ${format})`,
    ...(pdf ? [`Acte       ${pdf} (à déposer avant l’ouverture)`] : []),
    ...(pdf && !timestamp ? ['Horodatage : aucun, TIMESTAMP_URL n’est pas définie.'] : []),
    ...(timestamp
      ? [
          `Horodatage ${timestamp}, à vérifier avec :`,
          `           openssl ts -verify -digest ${root} -in ${timestamp} -CAfile AUTORITÉ.pem`,
        ]
      : []),
  ].join('\n')
}

type WrittenFiles = { printFile: string; envelope?: string | undefined; clear?: boolean | undefined }

function fileLines({ printFile, envelope, clear }: WrittenFiles): string[] {
  return [
    clear
      ? `⚠ Codes EN CLAIR : ${printFile} (qui le lit connaît tous les codes : à remettre à l’imprimeur, puis à détruire)`
      : `Codes, scellés pour l’imprimeur : ${printFile} (ils ne sont nulle part ailleurs)`,
    envelope === undefined
      ? '⚠ Sans enveloppe : seuls les tickets joués pourront être recomptés (--envelope)'
      : `Enveloppe, scellée pour le commissaire de justice : ${envelope}`,
  ]
}

export function differenceLine(difference: TicketDifference): string {
  const ticket = `Ticket n° ${difference.ticket}`
  const prize = (position: number) => (position ? `lot ${position}` : 'aucun lot du concours')
  switch (difference.kind) {
    case 'prize':
      return `${ticket} : lot changé, ${prize(difference.was)} → ${prize(difference.is)}`
    case 'code':
      return `${ticket} : code changé`
    case 'leaf':
      return `${ticket} : feuille changée`
    case 'missing':
      return 'was' in difference ? `${ticket} : manque (${prize(difference.was)})` : `${ticket} : manque`
    case 'added':
      return 'is' in difference ? `${ticket} : ajouté (${prize(difference.is)})` : `${ticket} : ajouté`
  }
}

/** The conclusion of a verification, for a person who did not write the program. */
export function verificationLines(verified: TicketsVerification, deposited: boolean): string {
  if (verified.format === 'envelope') return envelopeLines(verified.found, deposited)
  return verified.format === 'commitment'
    ? commitmentLines(verified.found, deposited)
    : allotmentLines(verified.found, deposited)
}

/** What the tickets add up to, and whether it is as deposited. */
type Total = { holds: boolean; text: string }

/** The totals that are not as deposited, a sentence each. */
export function wrongTotals(verified: TicketsVerification): string[] {
  const totals = totalsOf(verified)
  return totals.flatMap(({ holds, text }) => (holds ? [] : [text]))
}

function totalsOf({ format, found }: TicketsVerification): Total[] {
  if (format === 'envelope') return envelopeTotals(found)
  return format === 'commitment' ? commitmentTotals(found) : allotmentTotals(found)
}

const totalLine = ({ holds, text }: Total) => `${holds ? '✓' : '✗'} ${text}`

function commitmentLines(found: CommitmentVerification, deposited: boolean): string {
  return [
    `Racine attendue        ${found.root.expected} (${deposited ? 'celle du dépôt' : 'celle de la base'})`,
    ...commitmentTotals(found).map(totalLine),
    '',
    ...commitmentConclusion(found, deposited),
  ].join('\n')
}

function commitmentTotals({ root, counts, ticketCount, recorded, leaves }: CommitmentVerification): Total[] {
  return [
    { holds: recorded === 'as deposited', text: `Racine en base       ${root.recorded}` },
    { holds: leaves === 'as deposited', text: `Racine des feuilles  ${root.leaves}` },
    ...counts.map(({ position, name, quota, played }) => {
      const text = `Lot ${position}, ${name} : ${number.format(played)} joués sur ${number.format(quota)}`
      return { holds: played <= quota, text }
    }),
    {
      holds: ticketCount.recorded === ticketCount.tickets,
      text: `${countText(ticketCount)}, dont ${number.format(ticketCount.played)} joués`,
    },
  ]
}

const countText = ({ recorded, tickets }: { recorded: number; tickets: number }) =>
  `Tickets : ${number.format(tickets)} sur ${number.format(recorded)}`

function commitmentConclusion(found: CommitmentVerification, deposited: boolean): string[] {
  const { differences, ticketCount, counts } = found
  if (found.holds)
    return [
      deposited
        ? 'Chaque ticket joué a donné le lot qui a été déposé.'
        : 'Chaque ticket joué a donné le lot que la base annonce.',
      ...(deposited ? [] : ['Seule la racine du dépôt fait preuve : --root RACINE.']),
      'Les tickets non joués sont masqués : l’enveloppe du commissaire de justice les recompte.',
    ]
  const lines: string[] = []
  if (found.recorded === 'changed') lines.push('La racine enregistrée en base n’est pas celle du dépôt.')
  if (found.leaves === 'changed') lines.push('Les feuilles de l’arbre ne sont pas celles du dépôt.')
  if (differences > 0)
    lines.push(
      differences > 1
        ? `${number.format(differences)} tickets diffèrent de l’engagement ; ils sont nommés ci-dessus.`
        : 'Un ticket diffère de l’engagement ; il est nommé ci-dessus.',
    )
  if (counts.some(({ quota, played }) => played > quota)) lines.push('Un lot a été gagné plus souvent que son quota.')
  if (ticketCount.recorded !== ticketCount.tickets)
    lines.push('Le nombre de tickets n’est pas celui qui est enregistré.')
  return lines
}

function allotmentLines(found: AllotmentVerification, deposited: boolean): string {
  return [
    `Empreinte attendue     ${found.digest.expected} (${deposited ? 'celle du dépôt' : 'celle de la base'})`,
    ...allotmentTotals(found).map(totalLine),
    '',
    ...conclusion(found, deposited),
  ].join('\n')
}

function allotmentTotals({ digest, counts, ticketCount, ...found }: AllotmentVerification): Total[] {
  return [
    { holds: found.recordedDigest === 'as deposited', text: `Empreinte en base    ${digest.recorded}` },
    { holds: found.tickets === 'as deposited', text: `Empreinte des tickets ${digest.tickets}` },
    { holds: found.slices === 'as deposited', text: `Empreinte des tranches ${digest.slices}` },
    ...counts.map(({ position, name, quota, tickets }) => {
      const text = `Lot ${position}, ${name} : ${number.format(tickets)} sur ${number.format(quota)}`
      return { holds: quota === tickets, text }
    }),
    { holds: ticketCount.recorded === ticketCount.tickets, text: countText(ticketCount) },
  ]
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

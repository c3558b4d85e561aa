import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import type { TrailFault } from './chain/trail-fault.ts'
import type { TrailVerification } from './chain/verify-trail.ts'

const number = new Intl.NumberFormat('fr-FR')
const moment = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'medium' })
const momentText = (at: Date) => withOffset(moment.format(at), at)

/** One fault of the trail, for a person who did not write the program. */
export function faultLine(fault: TrailFault): string {
  switch (fault.kind) {
    case 'changed':
      return `${events(fault)} : modifié${plural(fault)} après coup, ou le n° ${fault.from - 1} l’a été avec son empreinte`
    case 'removed':
      return `${events(fault)} : supprimé${plural(fault)}`
    case 'inserted':
      return `${events(fault)} : ajouté${plural(fault)} après coup, sans empreinte dans la chaîne`
    case 'back-dated':
      return `Événement n° ${fault.id} : antidaté, du ${momentText(fault.at)} alors que celui d’avant est du ${momentText(fault.before)}`
    case 'broken':
      return fault.after
        ? `Entre les événements n° ${fault.after} et n° ${fault.before} : la chaîne est rompue, ce qui s’y trouvait a été retiré ou refait avec ses empreintes`
        : `Avant l’événement n° ${fault.before} : la chaîne ne commence pas par son début`
    case 'seal-damaged':
      return `${events(fault)} : leurs empreintes ne sont plus lisibles`
    case 'unsealed':
      return `${number.format(fault.count)} événement${fault.count > 1 ? 's' : ''} (n° ${fault.from} à ${fault.to}) : sans empreinte depuis le ${momentText(fault.since)} ; le serveur est-il arrêté ?`
    case 'head-unknown':
      return `L’empreinte notée ${fault.hash} n’est pas dans la chaîne : la fin a été coupée, ou tout a été refait, ou elle a été mal recopiée`
  }
}

/** The conclusion of a verification. */
export function trailLines(found: TrailVerification, head: string | undefined): string {
  const { sealed, unsealed, faults, holds, noted } = found
  const lines = [
    `Événements scellés   ${number.format(sealed)}${unsealed ? `, et ${number.format(unsealed)} à sceller` : ''}`,
    found.head
      ? `Tête de la chaîne    ${found.head.hash} (n° ${found.head.event}, scellé le ${momentText(found.head.sealedAt)})`
      : 'Tête de la chaîne    aucune : rien n’est scellé',
  ]
  if (noted !== null) lines.push(`Empreinte notée      celle du n° ${noted}`)
  lines.push('')
  if (!holds)
    lines.push(`✗ ${number.format(faults)} ${faults > 1 ? 'anomalies nommées' : 'anomalie nommée'} ci-dessus.`)
  else if (head === undefined)
    lines.push(
      '✓ Rien n’a été modifié, supprimé ni ajouté, d’après la chaîne que la base contient.',
      'Seule une empreinte notée ailleurs prouve que la chaîne n’a pas été refaite : --head EMPREINTE.',
    )
  else lines.push(`✓ Rien n’a été modifié, supprimé ni ajouté ; jusqu’au n° ${noted}, l’empreinte notée le prouve.`)
  return lines.join('\n')
}

function events({ from, to }: { from: number; to: number }): string {
  return from === to ? `Événement n° ${from}` : `Événements n° ${from} à ${to}`
}

function plural({ from, to }: { from: number; to: number }): string {
  return from === to ? '' : 's'
}

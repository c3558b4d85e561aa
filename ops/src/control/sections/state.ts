import { asHtml } from '../../diagrams/drawing.ts'
import { row, rowHead, table } from '../../page/table.ts'
import { inBytes } from '../../tools/free-space.ts'
import { attentionsOf } from '../attention.ts'
import type { ControlRoom } from '../room.ts'
import { minuteOf } from './moment.ts'

/** What needs attention, in a box of its own; a sentence if nothing does. */
export function attentionSection(room: ControlRoom): string {
  const found = attentionsOf(room)
  if (!found.length) return '<p class="calm">Rien ne demande d’attention.</p>'
  const items = found.map(({ said, command }) => `<li>${asHtml(said)} <code>${asHtml(command)}</code></li>`)
  return `<section class="attention" aria-labelledby="attention"><h2 id="attention">À regarder</h2><ul>${items.join('')}</ul></section>`
}

export function stateSection(room: ControlRoom): string {
  const { running, servingSince, maintenance, seen } = room
  const { health, certificate, disks, traffic } = seen
  const serving = running
    ? `${running.release.version} (${running.release.name}), couleur ${running.colour === 'blue' ? 'bleue' : 'verte'}`
    : 'rien ne sert encore'
  const facts: [string, string][] = [
    ['En service', badge(Boolean(running), asHtml(serving))],
    ['Depuis', servingSince ? minuteOf(servingSince) : 'inconnu'],
    ['Santé', healthWords(health)],
    [
      'Accès',
      maintenance
        ? badge(false, `fermé : ${asHtml(maintenance.reason)} (${asHtml(maintenance.by)})`)
        : badge(true, 'ouvert à tous'),
    ],
    [
      'Réponses',
      traffic
        ? `${traffic.errors} en erreur sur ${traffic.requests}, en ${traffic.minutes} min avant le ${minuteOf(traffic.at)}`
        : 'inconnu',
    ],
    ['Certificat', certificate ? `valable jusqu’au ${asHtml(certificate.until.slice(0, 10))}` : 'inconnu'],
    [
      'Disques',
      disks
        .map(({ folder, free, total }) => `${asHtml(folder)} : ${inBytes(free)} libres sur ${inBytes(total)}`)
        .join('<br>') || 'inconnu',
    ],
  ]
  return `<h2>État</h2>${table(
    [],
    facts.map(([what, said]) => row([rowHead(what), `<td>${said}</td>`])),
    'État',
  )}`
}

function healthWords(health: ControlRoom['seen']['health']): string {
  if (!health) return '<span class="badge unknown">inconnue</span>'
  if (!health.fault) return `${badge(true, 'va bien')} vu le ${minuteOf(health.at)}`
  const before = health.lastWellAt ? `, bien pour la dernière fois le ${minuteOf(health.lastWellAt)}` : ''
  return `${badge(false, 'ne va pas bien')} vu le ${minuteOf(health.at)}${before}<br>${asHtml(health.fault)}`
}

const badge = (isGood: boolean, html: string) => `<span class="badge ${isGood ? 'good' : 'bad'}">${html}</span>`

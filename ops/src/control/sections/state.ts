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
  const facts: [string, string][] = [
    ['En service', badge(Boolean(running), asHtml(servingWords(running)))],
    ['Depuis', servingSince ? minuteOf(servingSince) : 'inconnu'],
    ['Santé', healthWords(health)],
    ['Accès', accessWords(maintenance)],
    ['Réponses', trafficWords(traffic)],
    ['Certificat', certificate ? `valable jusqu’au ${asHtml(certificate.until.slice(0, 10))}` : 'inconnu'],
    ['Disques', diskWords(disks)],
  ]
  return `<h2>État</h2>${table(
    [],
    facts.map(([what, said]) => row([rowHead(what), `<td>${said}</td>`])),
    'État',
  )}`
}

function servingWords(running: ControlRoom['running']): string {
  if (!running) return 'rien ne sert encore'
  const { release, colour } = running
  return `${release.version} (${release.name}), couleur ${colour === 'blue' ? 'bleue' : 'verte'}`
}

function accessWords(maintenance: ControlRoom['maintenance']): string {
  if (!maintenance) return badge(true, 'ouvert à tous')
  return badge(false, `fermé : ${asHtml(maintenance.reason)} (${asHtml(maintenance.by)})`)
}

function trafficWords(traffic: ControlRoom['seen']['traffic']): string {
  if (!traffic) return 'inconnu'
  const { errors, requests, minutes, at } = traffic
  return `${errors} en erreur sur ${requests}, en ${minutes} min avant le ${minuteOf(at)}`
}

function diskWords(disks: ControlRoom['seen']['disks']): string {
  const words = disks.map(
    ({ folder, free, total }) => `${asHtml(folder)} : ${inBytes(free)} libres sur ${inBytes(total)}`,
  )
  return words.join('<br>') || 'inconnu'
}

function healthWords(health: ControlRoom['seen']['health']): string {
  if (!health) return '<span class="badge unknown">inconnue</span>'
  if (!health.fault) return `${badge(true, 'va bien')} vu le ${minuteOf(health.at)}`
  const before = health.lastWellAt ? `, bien pour la dernière fois le ${minuteOf(health.lastWellAt)}` : ''
  return `${badge(false, 'ne va pas bien')} vu le ${minuteOf(health.at)}${before}<br>${asHtml(health.fault)}`
}

const badge = (isGood: boolean, html: string) => `<span class="badge ${isGood ? 'good' : 'bad'}">${html}</span>`

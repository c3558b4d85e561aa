import { DAY_MS } from '../../time/duration.ts'
import type { Incident } from '../incident.ts'

type Review = Pick<Incident, 'name' | 'severity' | 'title' | 'environment'> & { day: string; madeAt: Date }

/**
 * The invitation to the review of an incident (4.3/AZ), as a calendar reads it: an event of RFC 5545 that takes its day,
 * with an alarm fifteen hours before. The same review has the same UID, so that another day moves the event.
 */
export function invitationOf({ name, severity, title, environment, day, madeAt }: Review): string {
  const after = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//The Tip Top//tiptop//FR',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${name}@tiptop.${environment}`,
    `DTSTAMP:${basic(madeAt.toISOString().slice(0, 19))}Z`,
    `DTSTART;VALUE=DATE:${basic(day)}`,
    `DTEND;VALUE=DATE:${basic(after)}`,
    `SUMMARY:${escaped(`Revue de l’incident ${severity} en ${environment} : ${title}`)}`,
    `DESCRIPTION:${escaped(`Sans chercher de coupable.\nCompte rendu : tiptop incident report ${environment} ${name}`)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Revue demain',
    'TRIGGER:-PT15H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

/** `2026-11-28` as `20261128`. */
const basic = (moment: string) => moment.replaceAll(/[-:]/g, '')

/** RFC 5545, 3.3.11. */
const escaped = (text: string) => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r?\n/g, '\\n')

/** Lines of at most 75 octets, where the ones that continue begin with a space (RFC 5545, 3.1). No character is cut. */
function folded(line: string): string {
  const rows = ['']
  for (const character of line) {
    const row = rows.at(-1) ?? ''
    if (Buffer.byteLength(row + character) <= 75) rows[rows.length - 1] = row + character
    else rows.push(` ${character}`)
  }
  return rows.join('\r\n')
}

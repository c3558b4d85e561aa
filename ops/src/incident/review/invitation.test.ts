import { expect, test } from 'vitest'
import { invitationOf } from './invitation.ts'

const review = {
  name: '20261123-031000-incident-abcd',
  severity: 'P1' as const,
  title: 'Les joueurs voient une erreur',
  environment: 'prod' as const,
  day: '2026-12-31',
  madeAt: new Date('2026-11-23T03:50:07.123Z'),
}
/** As a calendar unfolds and reads it. */
const read = (text: string) =>
  new Map(
    text
      .replaceAll('\r\n ', '')
      .replace(/BEGIN:VALARM.*END:VALARM\r\n/s, '')
      .split('\r\n')
      .map(line => line.split(/:(.*)/s).slice(0, 2) as [string, string]),
  )

test('the invitation is a day in a calendar, which the report is named in', () => {
  const fields = read(invitationOf(review))
  expect(fields.get('DTSTART;VALUE=DATE')).toBe('20261231')
  expect(fields.get('DTEND;VALUE=DATE')).toBe('20270101')
  expect(fields.get('DTSTAMP')).toBe('20261123T035007Z')
  expect(fields.get('UID')).toBe('20261123-031000-incident-abcd@tiptop.prod')
  expect(fields.get('DESCRIPTION')).toContain('\\nCompte rendu : tiptop incident report prod 20261123-031000')
})

test('no line is longer than 75 octets, no character is cut, and what has a meaning in a calendar is escaped', () => {
  const title = `Thé; « glacé », \\ ${'é🍵'.repeat(60)}`
  const text = invitationOf({ ...review, title })
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const summary = read(text).get('SUMMARY') ?? ''
  expect(summary.replaceAll(/\\(.)/g, '$1')).toBe(`Revue de l’incident P1 en prod : ${title}`)
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

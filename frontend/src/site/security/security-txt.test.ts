import { expect, test } from 'vitest'
import { securityTxt } from './security-txt.ts'

const now = new Date('2026-11-30T12:00:00Z')
const given = { contact: 'mailto:securite@tiptop.test', expires: '2027-06-30', site: 'https://tiptop.test', now }

test('the file says whom to tell, until when, in which languages and where it stands', () => {
  expect(securityTxt(given)).toBe(`Contact: mailto:securite@tiptop.test
Expires: 2027-06-30T23:59:59.000Z
Preferred-Languages: fr, en
Canonical: https://tiptop.test/.well-known/security.txt
`)
})

test('without a contact there is no file', () => {
  expect(securityTxt({ ...given, contact: '', expires: '' })).toBeNull()
})

test.each(['2026-11-29', '2027-12-02', '', 'demain'])('no site is built with a contact until %j', expires => {
  expect(() => securityTxt({ ...given, expires })).toThrow('SECURITY_EXPIRES')
})

test.each([
  '',
  'securite@tiptop.test',
  'http://tiptop.test',
  'mailto:a b@tiptop.test',
  'mailto:a@tiptop.test\nContact: x',
])('no site is built with the contact %j', contact => {
  expect(() => securityTxt({ ...given, contact })).toThrow('SECURITY_CONTACT')
})

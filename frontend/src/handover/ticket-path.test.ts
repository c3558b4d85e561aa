import { expect, test } from 'vitest'
import { codeInPath, ticketPath } from './ticket-path.ts'

test('a ticket has a page in each language, whose path contains its code', () => {
  expect(ticketPath('fr', 'ABCDEFGHJK')).toBe('/employe/tickets/ABCDEFGHJK')
  expect(codeInPath(ticketPath('en', 'ABCDEFGHJK'))).toBe('ABCDEFGHJK')
})

test('the code in a shared link may be written as it is printed', () => {
  expect(codeInPath('/employe/tickets/abcde-fghjk')).toBe('ABCDEFGHJK')
  expect(codeInPath('/employe/tickets/ABCDE%20FGHJK')).toBe('ABCDEFGHJK')
})

test.each([
  '/employe/tickets',
  '/employe/tickets/',
  '/employe/tickets/ABC',
  '/employe/tickets/%E0%A4%A',
  '/fr/employe',
])('%s contains no ticket code', path => {
  expect(codeInPath(path)).toBeNull()
})

import { expect, test } from 'vitest'
import { exportPath } from './export-request.ts'

const path = (query: string) => exportPath(new URLSearchParams(query))

test('a report takes from the address only the filters that it has', () => {
  const all = 'from=2026-11-01&prize=infuseur&status=pending&role=admin&search=du&player=4'
  expect(path(`report=tickets&${all}`)).toBe(
    '/admin/exports/tickets.csv?status=pending&from=2026-11-01&prize=infuseur&player=4',
  )
  expect(path(`report=participations&format=xlsx&${all}`)).toBe(
    '/admin/exports/participations.xlsx?from=2026-11-01&prize=infuseur',
  )
  expect(path(`report=users&${all}`)).toBe('/admin/exports/users.csv?search=du&role=admin')
  expect(path(`report=newsletter&${all}`)).toBe('/admin/exports/newsletter.csv')
})

test('an address without a report asks for the tickets', () => {
  expect(path('report=../me&format=exe')).toBe('/admin/exports/tickets.csv')
})

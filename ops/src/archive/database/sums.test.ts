import { expect, test } from 'vitest'
import { differenceOf, readSums, sizeOf } from './sums.ts'

const tables = {
  'public.tickets': { rows: 500_000, sum: '-12345678901234567890' },
  'public.users': { rows: 3, sum: '7' },
}

test('sums of tables are read from what psql says, whatever else it says', () => {
  const said = 'NOTICE:  nothing\npublic.tickets\t500000\t-12345678901234567890\npublic.users\t3\t7\nsums-end'
  expect(readSums(said)).toEqual(tables)
})

test('a restored copy with the same tables does not differ', () => {
  expect(differenceOf(tables, structuredClone(tables))).toBe(null)
})

test('what differs is named table by table: missing, too many, other rows, fewer rows', () => {
  const [ticket, user] = [tables['public.tickets'], tables['public.users']]
  expect(differenceOf(tables, { 'public.users': user })).toBe('public.tickets manque')
  expect(differenceOf({ 'public.users': user }, tables)).toBe('public.tickets est de trop')
  expect(differenceOf(tables, { ...tables, 'public.users': { rows: 2, sum: '7' } })).toBe(
    'public.users a 2 lignes au lieu de 3',
  )
  expect(differenceOf(tables, { ...tables, 'public.tickets': { ...ticket, sum: '1' } })).toBe(
    "public.tickets a d'autres lignes, en même nombre",
  )
})

test('tables and rows are counted for people', () => {
  expect(sizeOf(tables).replaceAll(/\s/g, ' ')).toBe('2 tables, 500 003 lignes')
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requirementFaults } from './requirement-faults.ts'

const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'security.md'), 'utf8')
const withAllTests = async () => null

const faultsOf = async (text: string) =>
  (await requirementFaults(text, withAllTests)).filter(fault => !fault.includes('has no test'))

test('a requirement that is left out, stands twice or is unknown is named', async () => {
  expect(await faultsOf(page)).toEqual([])
  const row = /^\| V3\.4\.4 .*\n/m.exec(page)?.[0] ?? ''
  expect(await faultsOf(page.replace(row, ''))).toEqual(['V3.4.4 is missing.'])
  expect(await faultsOf(page + row)).toEqual(['V3.4.4 is unknown, or stands twice.'])
  expect(await faultsOf(page + row.replace('V3.4.4', 'V3.4.9'))).toEqual(['V3.4.9 is unknown, or stands twice.'])
})

test('a test that its file does not have is named', async () => {
  const link = '[a visitor is refused](../backend/src/a.test.ts)'
  const read = (source: string) => requirementFaults(link, async () => source)
  expect(await read("test('a visitor is refused [1.1/B]', () => {})")).not.toContainEqual(
    expect.stringContaining('no test'),
  )
  expect(await read("test.each([1])(\n  'a visitor is refused',\n  () => {})")).not.toContainEqual(
    expect.stringContaining('no test'),
  )
  expect(await read('// a visitor is refused')).toContain(
    '../backend/src/a.test.ts has no test “a visitor is refused”.',
  )
})

import fc from 'fast-check'
import type { Schema } from './description.ts'

/** Values that exist, by the name of their field, so that requests get past the first check. */
export type KnownValues = Record<string, unknown[]>

/** What parsers let pass and databases refuse. */
const HALF_TEXTS = ['\0', 'Paris\0', '\ud800', 'lot \udfff cassé', '0000-01-01', '0001-01-01', '9999-12-31']
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u202e\u2066',
  '\u200b',
  '\u{10ffff}',
  '\uffff',
  "'; drop table users; --",
  '%00',
  '%',
  '\\',
  '"',
  '{}',
  '__proto__',
  '../../etc/passwd',
  'e\u0301'.repeat(60),
  'a'.repeat(3000),
]
const HOSTILE_DAYS = ['1900-01-01', '2026-02-30', '+275760-09-13', '-000001-01-01', '2026-11-30T23:59:60Z']
const HOSTILE_NUMBERS = [0, -0, -1, 1.5, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, -(2 ** 31) - 1, 1e21, 1e300]

const number = fc.oneof(fc.constantFrom(...HOSTILE_NUMBERS), fc.integer(), fc.double({ noNaN: true }))
const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, ...HOSTILE_DAYS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  number.map(String),
)
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HALF_TEXTS) },
  { weight: 2, arbitrary: text },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], { a: { b: [1] } }) },
)

const years = fc.constantFrom('0000', '0001', '1969', '2026', '9999', '99999')
const offsets = fc.constantFrom('Z', '+00:00', '+15:59', '-15:59', '+16:00', '+23:59', '-23:59')
const fractions = fc.constantFrom('', '.5', '.123456', `.${'1'.repeat(200)}`)
const moments = fc
  .tuple(years, offsets, fractions)
  .map(([year, offset, fraction]) => `${year}-01-01T00:00:00${fraction}${offset}`)
const orders = fc.constantFrom('newest', 'oldest', 'name', 'email', 'audit')
const large = fc.constantFrom(0, 1, 2 ** 31, 999_999_999_999_999, Number.MAX_SAFE_INTEGER, -1)
/** Places in lists that no answer gave, in the forms in which answers give them. */
const cursors = fc
  .oneof(
    fc.tuple(large, large).map(([at, id]) => `${at}.${id}`),
    fc
      .tuple(orders, fc.array(fc.oneof(moments, large, text), { maxLength: 2 }))
      .map(([order, values]) => JSON.stringify([order, ...values])),
    text,
  )
  .map(place => Buffer.from(place).toString('base64url'))

/**
 * Values for these fields: as the schemas want them, or all but one, so that the others lead past the first check.
 * `known`: values that exist, see {@link KnownValues}.
 */
export function fieldsOf(
  schemas: Record<string, Schema>,
  required: string[],
  known: KnownValues,
): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(schemas)
  const fields = Object.fromEntries(names.map(name => [name, valuesOf(name, schemas[name] ?? {}, known)]))
  const whole = fc.record(fields, { requiredKeys: required })
  if (!names.length) return whole
  const spoiled = fc
    .tuple(whole, fc.constantFrom(...names), fc.option(hostile, { nil: undefined }))
    .map(([values, name, value]) => ({ ...values, [name]: value }))
  return fc.oneof(whole, spoiled)
}

/** Values for a field of this name, as the schema wants them. */
export function valuesOf(name: string, schema: Schema, known: KnownValues): fc.Arbitrary<unknown> {
  const { type, properties, items, minimum = -1000, maximum = 1000 } = schema
  const branches = schema.anyOf ?? schema.oneOf
  if (known[name]) return fc.constantFrom(...known[name])
  if (branches) return fc.oneof(...branches.map(branch => valuesOf(name, branch, known)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (properties) return fieldsOf(properties, schema.required ?? [], known)
  if (items) return fc.array(valuesOf(name, items, known), { maxLength: 3 })
  if (name === 'cursor') return cursors
  if (type === 'integer' || type === 'number')
    return fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  return text
}

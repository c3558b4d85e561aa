import fc from 'fast-check'
import type { Operation } from './description.ts'
import { fieldsOf, type KnownValues, valuesOf } from './values.ts'

/** A request as it goes to the backend. `body`: null for none. */
export type AnyRequest = { method: string; url: string; body: { type: string; text: string } | null }

const JSON_TYPE = 'application/json'
const odd = fc.constantFrom(
  { type: JSON_TYPE, text: '{' },
  { type: JSON_TYPE, text: '' },
  { type: JSON_TYPE, text: '{"__proto__":{"role":"admin"}}' },
  { type: JSON_TYPE, text: '['.repeat(5000) },
  { type: 'text/plain', text: 'é' },
  { type: 'multipart/form-data; boundary=x', text: '--x\r\n' },
  { type: 'application/x-www-form-urlencoded', text: 'List-Unsubscribe=One-Click&token=%00' },
)

/** Requests to an operation, made of what the description of the API says of it. */
export function requestsTo(
  { method, path, parameters, body }: Operation,
  known: KnownValues,
): fc.Arbitrary<AnyRequest> {
  const fields = (place: string) => {
    const of = parameters.filter(parameter => parameter.in === place)
    const schemas = Object.fromEntries(of.map(({ name, schema }) => [name, schema]))
    return fieldsOf(schemas, place === 'path' ? Object.keys(schemas) : [], known)
  }
  const paths = fields('path').map(found => path.replace(/\{(\w+)\}/g, (_, name) => encode(found[name])))
  const queries = fields('query').map(found =>
    Object.entries(found)
      .map(([name, value]) => `${name}=${encode(value)}`)
      .join('&'),
  )
  const bodies = body
    ? fc.oneof({ weight: 9, arbitrary: valuesOf('', body, known).map(asJson) }, { weight: 1, arbitrary: odd })
    : fc.constant(null)
  return fc.tuple(paths, queries, bodies).map(([path, query, body]) => ({
    method,
    url: query ? `${path}?${query}` : path,
    body,
  }))
}

const asJson = (value: unknown) => ({ type: JSON_TYPE, text: JSON.stringify(value) })

/** As in an address; half characters travel in bodies only. */
function encode(value: unknown): string {
  return encodeURIComponent(String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed())
}

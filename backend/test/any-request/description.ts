/** What a schema of the API's description says, as far as requests are made of it. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minimum?: number
  maximum?: number
  maxLength?: number
}

type Parameter = { in: 'path' | 'query' | 'header'; name: string; required?: boolean; schema: Schema }
type Described = { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }
type Description = {
  paths: Record<string, Record<string, Described>>
  components?: { schemas?: Record<string, Schema> }
}

/** One operation of the API: what its path, its query and its body may be. */
export type Operation = { method: string; path: string; parameters: Parameter[]; body: Schema | null }

/** The operations of a description (OpenAPI 3), with references resolved. */
export function operationsOf({ paths, components }: Description): Operation[] {
  const resolve = (schema: Schema): Schema => {
    const name = schema.$ref?.replace('#/components/schemas/', '')
    if (name) return resolve(components?.schemas?.[name] ?? {})
    return JSON.parse(JSON.stringify(schema), (_key, value) => (value?.$ref ? resolve(value) : value))
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const [content] = Object.values(requestBody?.content ?? {})
      return { method: method.toUpperCase(), path, parameters, body: content ? resolve(content.schema) : null }
    }),
  )
}

/** How many fields the requests to an operation have. */
export function fieldCount({ parameters, body }: Operation): number {
  return parameters.length + Object.keys(body?.properties ?? {}).length
}

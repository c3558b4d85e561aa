/** Returns `?a=1&b=2` for the values that are set, or an empty text if there are none. */
export function queryOf(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const params = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return params.size ? `?${params}` : ''
}

/** Returns the parameter of an address if it is one of these values, else undefined. */
export function oneOf<Value extends string>(asked: string | null, values: readonly Value[]): Value | undefined {
  return values.find(value => value === asked)
}

/** Returns the parameter as an id that the API accepts, else undefined. */
export function idIn(asked: string | null): number | undefined {
  return asked && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : undefined
}

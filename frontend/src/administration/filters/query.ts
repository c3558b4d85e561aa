/** `?a=1&b=2` of what is there; nothing at all gives an empty text. */
export function queryOf(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const params = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return params.size ? `?${params}` : ''
}

/** The value of an address's parameter when it is one of these; anything else is as if it were not there. */
export function oneOf<Value extends string>(asked: string | null, values: readonly Value[]): Value | undefined {
  return values.find(value => value === asked)
}

/** A whole number that the API takes for an id. */
export function idIn(asked: string | null): number | undefined {
  return asked && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : undefined
}

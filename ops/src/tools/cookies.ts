/**
 * The cookies that a browser keeps from an answer's `Set-Cookie` lines, as `name=value`: not those that have expired, nor
 * those of a domain that the answering host is not part of (RFC 6265, 5.3).
 */
export function keptCookies(lines: string | string[] | undefined, host: string): string[] {
  return [lines ?? []].flat().flatMap(line => {
    const [pair = '', ...rest] = line.split(';').map(part => part.trim())
    const attributes = new Map(rest.map(part => attributeOf(part)))
    const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
    const isOurs = !domain || host === domain || host.endsWith(`.${domain}`)
    const isTakenBack = pair.endsWith('=') || Number(attributes.get('max-age') ?? 1) <= 0
    return isOurs && !isTakenBack ? [pair] : []
  })
}

function attributeOf(part: string): [name: string, value: string] {
  const [name = '', value = ''] = part.split('=')
  return [name.toLowerCase(), value]
}

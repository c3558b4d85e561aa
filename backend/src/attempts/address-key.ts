import { isIPv4, isIPv6 } from 'node:net'

/**
 * The key under which an address's attempts are counted: an IPv4 address itself, or the /64 of an IPv6 address, which
 * is the least that a provider assigns to one household.
 */
export function addressKey(address: string): string {
  const mapped = address.replace(/^::ffff:/i, '')
  if (isIPv4(mapped)) return mapped
  return isIPv6(address) ? `${networkGroups(address).join(':')}::/64` : address
}

/** The first four groups of an IPv6 address, `::` written out. */
function networkGroups(address: string): string[] {
  // A URL writes every address in one way, without leading zeros or a dotted end, but accepts no zone.
  const { hostname } = new URL(`http://[${address.replace(/%.*/, '')}]`)
  const halves = hostname.slice(1, -1).split('::')
  const [left = [], right = []] = halves.map(half => half.split(':').filter(Boolean))
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4)
}

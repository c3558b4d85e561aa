import { isIPv6 } from 'node:net'

/**
 * The key under which an address's attempts are counted: an IPv4 address itself, or the /64 of an IPv6 address, which
 * is the least that a provider assigns to one household.
 */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  return isIPv6(address) ? `${networkGroups(address).join(':')}::/64` : address
}

/** The first four groups of an IPv6 address, `::` written out. */
function networkGroups(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).map(group => group.replace(/^0+(?=.)/, ''))
}

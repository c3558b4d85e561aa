import { isIPv6 } from 'node:net'

/**
 * What stands for an address when attempts are counted: an IPv4 address itself, and of an IPv6 address its /64,
 * which is the least that a provider hands out to one household.
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

import { expect, test } from 'vitest'
import { addressKey } from './address-key.ts'

test('an IPv4 address stands for itself, also when it is written as IPv6', () => {
  expect(addressKey('203.0.113.9')).toBe('203.0.113.9')
  expect(addressKey('::ffff:203.0.113.9')).toBe('203.0.113.9')
})

test('all addresses of one IPv6 household count as one', () => {
  expect(addressKey('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBe('2001:db8:1:2::/64')
  expect(addressKey('2001:0db8:0001:0002::1')).toBe('2001:db8:1:2::/64')
  expect(addressKey('2001:db8:1:3::1')).not.toBe('2001:db8:1:2::/64')
  expect(addressKey('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(addressKey('::1')).toBe('0:0:0:0::/64')
  expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
})

test.each([
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['1::ffff:0.0.2.1', '1:0:0:0::/64'],
  ['2001:DB8:0:2::', '2001:db8:0:2::/64'],
  ['2001:db8::3:4:5:6:7', '2001:db8:0:3::/64'],
  ['2001::4:5:6:7:8', '2001:0:0:4::/64'],
  ['1:2::3:4:5:192.0.2.1', '1:2:0:3::/64'],
  ['1:2:3:4:5:6:7:8%a:b:c', '1:2:3:4::/64'],
  ['::', '0:0:0:0::/64'],
  ['not an address', 'not an address'],
])('%s counts under %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})

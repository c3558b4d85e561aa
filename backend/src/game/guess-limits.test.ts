import { expect, test } from 'vitest'
import { guessKeys } from './guess-limits.ts'

const keysOf = (...from: Parameters<typeof guessKeys>) => guessKeys(...from).map(({ key }) => key)

test('wrong codes count for the account and for its address, each on its own', () => {
  expect(keysOf({ playerId: 7, address: '203.0.113.9' })).toEqual(['code:player:7', 'code:address:203.0.113.9'])
  expect(keysOf({ playerId: 8, address: '2001:db8::1' })).toEqual(['code:player:8', 'code:address:2001:db8:0:0::/64'])
  const [player, address] = guessKeys({ playerId: 7, address: '203.0.113.9' })
  expect(player.limit).toEqual({ allowed: 10, windowSeconds: 3600, firstWaitSeconds: 60, longestWaitSeconds: 3600 })
  expect(address.limit).toEqual({ allowed: 30, windowSeconds: 3600, firstWaitSeconds: 60, longestWaitSeconds: 3600 })
})

test('wrong codes of a verification count for no address', () => {
  expect(keysOf({ playerId: -1, address: '203.0.113.9' })).toEqual(['code:player:-1', 'code:address:verification'])
})

test('wrong codes of the staff count for their account alone, wherever they are typed', () => {
  expect(keysOf({ playerId: 9, role: 'employee', address: '203.0.113.9' })).toEqual([
    'code:player:9',
    'code:address:staff 9',
  ])
})

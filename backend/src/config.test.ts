import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const env = {
  DATABASE_URL: 'postgres://localhost/tiptop',
  SESSION_KEY: 'a session key for tests, long enough to be taken',
  TICKET_PEPPER: 'a pepper for tests, long enough to be taken as one',
}
const production = { ...env, NODE_ENV: 'production', WEB_URL: 'https://tiptop.example' }

test('production does not start without a second factor for administrators', () => {
  expect(() => readConfig({ ...production, STAFF_SECOND_FACTOR: 'optional' })).toThrow(
    'STAFF_SECOND_FACTOR: must be administrators or all in production',
  )
  for (const choice of ['administrators', 'all'])
    expect(readConfig({ ...production, STAFF_SECOND_FACTOR: choice }).staffSecondFactor).toBe(choice)
  expect(readConfig({ ...env, STAFF_SECOND_FACTOR: 'optional' }).staffSecondFactor).toBe('optional')
})

test('a setting that is not there, or empty, asks administrators for a second factor', () => {
  expect(readConfig(production).staffSecondFactor).toBe('administrators')
  expect(readConfig({ ...env, STAFF_SECOND_FACTOR: '' }).staffSecondFactor).toBe('administrators')
  expect(() => readConfig({ ...env, STAFF_SECOND_FACTOR: 'off' })).toThrow('STAFF_SECOND_FACTOR')
})

test('production is served over https alone, and every wrong setting is named', () => {
  const wrong = { ...production, WEB_URL: 'http://tiptop.example', STAFF_SECOND_FACTOR: 'optional' }
  expect(() => readConfig(wrong)).toThrow(/WEB_URL: must be https.*\n.*STAFF_SECOND_FACTOR/)
})

test('a replica is another server than the primary, and its lag has a limit', () => {
  const read = (replica: Record<string, string>) => readConfig({ ...env, ...replica }).replica
  expect(read({})).toBeNull()
  expect(read({ DATABASE_READ_URL: '', DATABASE_READ_LAG_SECONDS: '5' })).toBeNull()
  const url = 'postgres://replica:5433/tiptop'
  expect(read({ DATABASE_READ_URL: url })).toEqual({ url, mostLagSeconds: 10 })
  expect(read({ DATABASE_READ_URL: url, DATABASE_READ_LAG_SECONDS: '60' })).toEqual({ url, mostLagSeconds: 60 })
  expect(() => read({ DATABASE_READ_URL: env.DATABASE_URL })).toThrow('leads to the server of DATABASE_URL')
  expect(() => read({ DATABASE_READ_URL: 'mysql://replica/tiptop' })).toThrow('DATABASE_READ_URL')
  for (const seconds of ['0', '3601', 'none'])
    expect(() => read({ DATABASE_READ_URL: url, DATABASE_READ_LAG_SECONDS: seconds })).toThrow(
      'DATABASE_READ_LAG_SECONDS',
    )
})

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

import { expect, test } from 'vitest'
import { doorKeysFault } from './control-password.ts'

const hash = 'abcdefghijklmnopqrstuv0123456789ABCDEFGHIJKLMNOPQ./xy'

test.each(['', '\n', `astreinte:$2y$08$${hash}`, `un:$2b$10$${hash}\ndeux:$2y$05$${hash}\n`])(
  'names with bcrypt hashes open the control room, and an empty file keeps it closed: %j',
  text => {
    expect(doorKeysFault('/srv/control-password', text)).toBeNull()
  },
)

test.each([
  ['a password in clear', 'motdepasse'],
  ['a name with a password in clear', 'astreinte:motdepasse'],
  ['another kind of hash', 'astreinte:$apr1$abc$motdepasse'],
  ['a hash that costs nginx a second', `astreinte:$2y$14$${hash}`],
])('%s is refused, and not quoted', (_what, text) => {
  const fault = doorKeysFault('/srv/control-password', `astreinte:$2y$08$${hash}\n${text}`)
  expect(fault).toContain('/srv/control-password, ligne 2')
  expect(fault).not.toContain('motdepasse')
})

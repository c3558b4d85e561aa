import { expect, test } from 'vitest'
import { settingsText } from '../../../test/door.ts'
import { homeOf } from '../../environment/home.ts'
import { parseSettings } from '../../environment/settings.ts'
import { contactFinding } from './ground.ts'

const home = homeOf({ root: '/srv', backups: '/srv/backups', project: 'tiptop' }, 'prod')

test('a contact of security.txt that is over is a fault, and one that is not says until when', () => {
  const settings = parseSettings(
    settingsText({ SECURITY_CONTACT: 'mailto:securite@tiptop.test', SECURITY_EXPIRES: '2027-06-30' }),
    'essai',
  )
  const at = (moment: string) => contactFinding({ home, settings }, new Date(moment))
  expect(at('2027-06-30T23:00:00Z')).toMatchObject([
    { state: 'well', said: ['mailto:securite@tiptop.test, jusqu’au 2027-06-30'] },
  ])
  expect(at('2027-07-01T00:00:00Z')).toMatchObject([{ state: 'wrong', said: [expect.stringContaining('redéployez')] }])
})

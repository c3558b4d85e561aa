import { makeStaff } from '../people.ts'
import { test } from './journey.ts'

test('an employee hears that no ticket has this code, and what to do', async ({ listener }) => {
  const { page, open, reach, type, press, hears } = listener
  await page.signIn(await makeStaff('employee'))
  await open('/employe')
  await reach('Code du ticket, nom ou e-mail du client entry required')
  await type('ZZZZZZZZZ3')
  await press('Return')
  await hears(/Aucun ticket joué ne correspond à «\sZZZZZZZZZ3/)
})

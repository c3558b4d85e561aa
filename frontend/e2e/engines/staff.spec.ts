import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shown, ticketFor, waitingTicket } from '../counter-page.ts'
import { makeStaff, PASSWORD } from '../people.ts'
import { expect, test } from './journey.ts'

test('an employee finds a ticket by its code and hands the prize over', async ({ phone }) => {
  const [{ code }, sacha] = [await waitingTicket(), await makeStaff('employee')]
  await phone.open('/connexion?suite=/employe')
  await phone.fill('Adresse e-mail', sacha.email)
  await phone.fill('Mot de passe', PASSWORD)
  await phone.press('button', 'Se connecter')
  await phone.arrives('/employe')
  await phone.fill('Code du ticket, nom ou e-mail', shown(code))
  await phone.enter('Code du ticket, nom ou e-mail')
  await phone.arrives(`/employe/tickets/${code}`)
  await phone.sees('heading', `Ticket ${shown(code)}`)
  const [, age] = await phone.until('the age is shown', () =>
    phone.run(() => /17 mai 1990, (\d\d)\sans/.exec(document.body.innerText)),
  )
  expect(Number(age)).toBeGreaterThan(35)
  await phone.press('checkbox', 'Pièce d’identité présentée')
  await phone.press('checkbox', 'Informations conformes')
  await phone.press('button', 'Valider la remise')
  await phone.sees('heading', 'Remettez ce lot')
  expect((await ticketFor(sacha, code)).ticket.status).toBe('claimed')
  await phone.press('link', 'Ticket suivant')
  await phone.arrives('/employe')
  await phone.back()
  await phone.sees('heading', `Ticket ${shown(code)}`)
  await phone.sees('button', 'Annuler la remise')
})

test('without a camera the counter goes on by code', async ({ phone }) => {
  await phone.signIn(await makeStaff('employee'))
  await phone.open('/employe')
  await phone.press('button', 'Scanner le QR code')
  await phone.sees('dialog', 'Saisissez le code, ou utilisez une douchette.')
  await phone.press('button', 'Saisir le code à la place')
  await phone.fill('Code du ticket, nom ou e-mail', 'ABC')
})

test('an administrator sees the figures, chooses days, finds a user and downloads an export', async ({
  phone,
  engine,
}) => {
  const { player } = await waitingTicket()
  await phone.signIn(await makeStaff('admin'))
  await phone.open('/admin')
  await phone.sees('heading', 'Tableau de bord')
  await phone.press('button', '7 jours')
  await phone.until('the period is in the address', () =>
    phone.run(() => /from=2\d{3}-\d\d-\d\d&to=2\d{3}-\d\d-\d\d/.test(location.search)),
  )

  await phone.open('/admin/utilisateurs')
  await phone.fill('Rechercher', player.lastName)
  await phone.sees('item', player.email)

  await phone.open(`/admin/exports?report=users&search=${encodeURIComponent(player.email)}`)
  await phone.press('button', 'Télécharger')
  await phone.sees('status', 'est téléchargé')
  // A browser names the file before it has written it, and Firefox writes it under another name first.
  const saved = await phone.until('the export is saved', async () => {
    const names = (await readdir(engine.downloads)).filter(name => !name.endsWith('.part'))
    for (const name of names)
      if ((await readFile(join(engine.downloads, name), 'utf8')).includes(player.email)) return name
    return null
  })
  expect(saved).toMatch(/-utilisateurs-20\d\d-\d\d-\d\d\.csv$/)
})

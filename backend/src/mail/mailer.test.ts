import { afterAll, beforeEach, expect, test } from 'vitest'
import { startBackend, testConfig } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeUser } from '../../test/make.ts'
import { startSmtp } from '../../test/smtp.ts'
import { openMailer } from './mailer.ts'

const smtp = await startSmtp()
afterAll(() => smtp.stop())
beforeEach(() => {
  smtp.mails.length = 0
  smtp.refusals.length = 0
})

const env = { SMTP_URL: smtp.url, MAIL_FROM: 'Thé Tip Top <bonjour@example.test>' }
const config = testConfig('postgres://localhost/none', env)
const mail = { to: 'alix@example.test', subject: 'Été à Nice', text: 'Bonjour à vous,\nà bientôt', html: '<p>é</p>' }

test('a mail goes through SMTP in text and HTML, from our sender, marked as automatic', async () => {
  const mailer = openMailer(config)
  await mailer.send(mail)
  mailer.close()
  const [received] = smtp.mails
  expect(received).toMatchObject({ to: mail.to, subject: mail.subject })
  expect(received?.text.trim()).toBe(mail.text)
  expect(received?.html.trim()).toBe(mail.html)
  expect(received?.headers.get('from')).toBe('Thé Tip Top <bonjour@example.test>')
  expect(received?.headers.get('auto-submitted')).toBe('auto-generated')
})

test('a server that asks for patience gets the mail again, and it arrives once', async () => {
  smtp.refusals.push(451)
  const mailer = openMailer(config)
  await mailer.send(mail)
  mailer.close()
  expect(smtp.mails).toHaveLength(1)
})

test('a server that says never is not asked again', async () => {
  smtp.refusals.push(550, 550)
  const mailer = openMailer(config)
  await expect(mailer.send(mail)).rejects.toThrow()
  mailer.close()
  expect(smtp.refusals).toEqual([550])
})

test('without SMTP settings production sends nothing rather than print a link', async () => {
  const production = { ...testConfig('postgres://localhost/none'), production: true }
  await expect(openMailer(production).send(mail)).rejects.toThrow('SMTP_URL')
})

test('a forgotten password comes by mail, and a backend that is asked to stop sends it first', async () => {
  const backend = await startBackend(env)
  await makeUser(backend.tools, { email: 'forgetful@example.test' })
  const { status } = await new Client(backend).post('/auth/password/forgot', { email: 'forgetful@example.test' })
  expect(status).toBe(202)
  await backend.app.close()
  expect(smtp.mails.map(({ to }) => to)).toEqual(['forgetful@example.test'])
  const [received] = smtp.mails
  expect(received?.subject).toBe('Choisissez un nouveau mot de passe – Thé Tip Top')
  expect(received?.text).toMatch(/^http:\/\/localhost:3000\/mot-de-passe#jeton=[\w-]{43}$/m)
  expect(received?.html).toMatch(/href="http:\/\/localhost:3000\/mot-de-passe#jeton=[\w-]{43}"/)
})

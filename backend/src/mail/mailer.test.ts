import { afterAll, beforeEach, expect, test } from 'vitest'
import { startBackend, testConfig } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeUser } from '../../test/make.ts'
import { startSmtp } from '../../test/smtp.ts'
import { mayPass, openMailer } from './mailer.ts'

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

test('what the server answers decides whether a mail may go later', async () => {
  smtp.refusals.push(550, 451)
  const mailer = openMailer(config)
  const refusals = [await refusalOf(mailer.send(mail)), await refusalOf(mailer.send(mail))]
  mailer.close()
  expect(refusals.map(mayPass)).toEqual([false, true])
  expect(mayPass(new Error('connect ECONNREFUSED'))).toBe(true)
  expect(smtp.refusals).toEqual([])
})
const refusalOf = (sent: Promise<void>) =>
  sent.then(
    () => null,
    error => error,
  )

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

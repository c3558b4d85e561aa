import { expect, test } from 'vitest'
import { passwordResetMail, verificationMail } from './mails.ts'

const link = 'https://jeu.example.test/verification#jeton=abc&x="><script>'

test('each mail says in French or English what it is for and how long its link works, as text and as HTML', () => {
  for (const [mail, subject, lasts] of [
    [verificationMail({ to: 'a@example.test', language: 'fr', link }), 'Confirmez votre adresse', '48 heures'],
    [verificationMail({ to: 'a@example.test', language: 'en', link }), 'Confirm your e-mail address', '48 hours'],
    [passwordResetMail({ to: 'a@example.test', language: 'fr', link }), 'nouveau mot de passe', 'une heure'],
    [passwordResetMail({ to: 'a@example.test', language: 'en', link }), 'new password', 'one hour'],
  ] as const) {
    expect(mail.subject).toContain(subject)
    expect(mail.text).toContain(lasts)
    expect(mail.text.split('\n')).toContain(link)
    expect(mail.html).toContain(lasts)
  }
})

test('text in the HTML of a mail is escaped', () => {
  const { html } = verificationMail({ to: 'a@example.test', language: 'fr', link })
  expect(html).not.toContain('<script>')
  expect(html).toContain('href="https://jeu.example.test/verification#jeton=abc&amp;x=&quot;&gt;&lt;script&gt;"')
})

test('an HTML mail names its language and asks for nothing from the network', () => {
  for (const language of ['fr', 'en'] as const) {
    const { html } = passwordResetMail({ to: 'a@example.test', language, link: 'https://jeu.example.test/x' })
    expect(html).toContain(`<html lang="${language}">`)
    expect(html).not.toMatch(/<img|<link|url\(|src=/)
  }
})

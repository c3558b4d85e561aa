import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { openMailServer } from '../../test/mail-server.ts'
import { deliver, dryNotices, openNotices } from './notices.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})
const kept = <T extends { close(): Promise<unknown> }>(part: T): T => {
  opened.push(part)
  return part
}

const notice = {
  subject: '[prod] version 1.4.0 déployée',
  text: 'En service : 1.4.0\nDurée : 3 min',
  severity: 'info',
} as const
/** Nothing but a server that never answers may end a try: on a busy machine an answer takes its time. */
const patience = { pausesMs: [1, 1], timeoutMs: 60_000 }
const impatience = { ...patience, timeoutMs: 50 }

function open(smtpUrl: string, webhook: string, to = ['astreinte@tiptop.test', 'chef@tiptop.test'], how = patience) {
  const from = 'Exploitation <ops@tiptop.test>'
  const none = { to: [], webhook: '' }
  const others = { second: none, shops: none }
  return openNotices({ from, smtpUrl, about: { environment: 'prod' }, first: { to, webhook }, ...others }, how)
}

/** A chat's webhook, which answers with these statuses, then with 204. */
async function openChat(statuses: (number | 'never')[] = []) {
  const received: object[] = []
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as object
    const status = statuses.shift() ?? 204
    if (status === 'never') return
    if (status < 300) received.push(body)
    response.writeHead(status).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  const { port } = server.address() as AddressInfo
  return kept({ received, statuses, close, url: `http://127.0.0.1:${port}/jeton-secret` })
}

test('the people on call get a mail, and the chat a message', async () => {
  const smtp = kept(await openMailServer())
  const chat = await openChat()
  const notices = open(smtp.url, chat.url)
  expect(await notices.send(notice)).toEqual([])
  const to = ['astreinte@tiptop.test', 'chef@tiptop.test']
  expect(smtp.mails).toMatchObject([{ to, subject: notice.subject, text: notice.text }])
  expect(smtp.mails[0]?.head).toMatch(/^From: Exploitation <ops@tiptop.test>\r$/m)
  expect(chat.received).toEqual([{ ...notice, environment: 'prod', at: expect.stringMatching(/^\d{4}-.*Z$/) }])
})

test('an event reaches mail programs as one, and the chat without it', async () => {
  const smtp = kept(await openMailServer())
  const chat = await openChat()
  const calendar = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'
  expect(await open(smtp.url, chat.url).send({ ...notice, calendar })).toEqual([])
  expect(smtp.mails[0]?.text).toMatch(/content-type: text\/calendar; charset=utf-8; method=PUBLISH/i)
  expect(chat.received).toEqual([{ ...notice, environment: 'prod', at: expect.any(String) }])
})

test('an alert is marked as urgent', async () => {
  const smtp = kept(await openMailServer())
  const notices = open(smtp.url, '')
  expect(await notices.send({ ...notice, severity: 'alert' })).toEqual([])
  expect(smtp.mails[0]?.head).toMatch(/^Importance: High\r$/im)
})

test('who asks for patience gets the notice again, once', async () => {
  const smtp = kept(await openMailServer([451, 451]))
  const chat = await openChat([503, 429])
  const notices = open(smtp.url, chat.url)
  expect(await notices.send(notice)).toEqual([])
  expect([smtp.mails.length, chat.received.length]).toEqual([1, 1])
})

test('who says never is not asked again, and the other way is taken all the same', async () => {
  const smtp = kept(await openMailServer([550, 550]))
  const chat = await openChat()
  const notices = open(smtp.url, chat.url)
  expect(await notices.send(notice)).toEqual([
    expect.stringMatching(/^courriel à astreinte@tiptop\.test, chef@tiptop\.test : .*refused by the test/),
  ])
  expect(smtp.refusals).toEqual([550])
  expect(chat.received).toHaveLength(1)
})

test('what cannot be reached is reported after three tries, without its secrets', async () => {
  const smtp = await openMailServer()
  await smtp.close()
  const chat = await openChat([503, 500, 404])
  const notices = open(`smtp://ops:mot%20secret@127.0.0.1:${smtp.port}`, chat.url)
  const unsent = await notices.send(notice)
  expect(unsent).toEqual([expect.stringMatching(/^courriel à .*ECONNREFUSED/), 'webhook : il répond 404'])
  expect(chat.statuses).toEqual([])
  expect(unsent.join()).not.toMatch(/jeton-secret|mot secret|mot%20secret/)
})

test('a chat that never answers and one that is gone are distinguished', async () => {
  const chat = await openChat(['never', 'never', 'never'])
  expect(await open('', chat.url, [], impatience).send(notice)).toEqual(['webhook : pas de réponse en 0.05 s'])
  await chat.close()
  expect(await open('', chat.url, []).send(notice)).toEqual(['webhook : il ne répond pas (ECONNREFUSED)'])
})

test('a mail server that quotes the password is reported without it', async () => {
  const smtp = kept(await openMailServer())
  const notices = open(`smtp://ops:mot-secret@127.0.0.1:${smtp.port}`, '', ['astreinte@tiptop.test'])
  const [unsent = ''] = await notices.send(notice)
  expect(unsent).toContain('the password ••• is wrong')
  expect(unsent).not.toContain('mot-secret')
})

test.each([
  ['', 'secrets/smtp-url est vide. Écrivez-y smtps://compte:mot-de-passe@serveur:465.'],
  [
    'mail.tiptop.test',
    'secrets/smtp-url n’est pas une adresse en smtp://. Écrivez-y smtps://compte:mot-de-passe@serveur:465.',
  ],
])('recipients without a way to write to them (%j) are reported at once', async (smtp, why) => {
  expect(await open(smtp, '', ['astreinte@tiptop.test']).send(notice)).toEqual([
    `courriel à astreinte@tiptop.test : ${why}`,
  ])
})

test('a webhook that is no address is reported without showing it', async () => {
  expect(await open('', 'jeton-secret', []).send(notice)).toEqual([
    'webhook : secrets/notify-webhook n’est pas une adresse en https://. Écrivez-y l’adresse que votre messagerie donne à ses webhooks.',
  ])
})

test('an environment without recipients sends nothing, and says that no one was notified', async () => {
  expect(await open('', '', []).send(notice)).toEqual([])
  expect(await deliver(open('', '', []), notice)).toEqual({
    reached: false,
    unsent: [expect.stringContaining('NOTIFY_EMAILS est vide')],
  })
})

test('a notice has arrived if one of its ways was open', async () => {
  const chat = await openChat([204, 404])
  const both = open('', chat.url)
  expect(await deliver(both, notice)).toEqual({ reached: true, unsent: [expect.stringContaining('secrets/smtp-url')] })
  expect(await deliver(both, notice)).toMatchObject({ reached: false, unsent: { length: 2 } })
})

test('a dry run reports what it would send to whom', async () => {
  const told: string[] = []
  expect(await dryNotices(line => told.push(line)).send(notice)).toEqual([])
  expect(told).toEqual(['préviendrait : [prod] version 1.4.0 déployée'])
})

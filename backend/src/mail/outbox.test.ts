import { setTimeout } from 'node:timers/promises'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { freshDatabase } from '../../test/database.ts'
import { startSmtp } from '../../test/smtp.ts'
import type { Mail } from './mailer.ts'
import { openOutbox } from './outbox.ts'

const backend = await startBackend({}, await freshDatabase())
const { clock } = backend
const tools = {
  ...backend.tools,
  config: { ...backend.tools.config, mail: { ...backend.tools.config.mail, retryHours: 1 } },
}
const { owner } = backend.tools
const mail = { to: 'alix@example.test', subject: 'Un lien', text: 'https://x.test/#jeton=secret', html: '<p>é</p>' }
const START = new Date('2026-11-10T12:00:00Z')
const log = { error: vi.fn(), warn: vi.fn() }

beforeEach(async () => {
  clock.at = START
  vi.clearAllMocks()
  await owner.deleteFrom('outgoing_mails').execute()
})

/** A mail server in memory, that answers what `answer` says. */
function mailServer(answer: (mail: Mail) => Promise<void> = async () => {}) {
  const sent: Mail[] = []
  const send = async (message: Mail) => {
    await answer(message)
    sent.push(message)
  }
  return { sent, send, close: () => {} }
}
/** An outbox that delivers until the test is over, as that of a process of its own. */
function openProcess(server: ReturnType<typeof mailServer>) {
  const outbox = openOutbox(tools, server)
  const end = outbox.deliver(log)
  onTestFinished(end)
  return { outbox, end }
}
/** Waits for work behind the answer, on a machine that may be slow. */
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })
const refusal = (responseCode: number) => Object.assign(new Error(`refused: ${responseCode}`), { responseCode })
const queued = () => owner.selectFrom('outgoing_mails').selectAll().execute()
const minutesLater = (minutes: number) => {
  clock.at = new Date(START.getTime() + minutes * 60_000)
}

test('a queued mail leaves at once, and nothing of it stays', async () => {
  const server = mailServer()
  const { outbox } = openProcess(server)
  await outbox.send(mail)
  await soon(() => expect(server.sent).toEqual([mail]))
  await soon(async () => expect(await queued()).toEqual([]))
})

test('the database holds no word of a mail, and a mail that was changed there is given up', async () => {
  await openOutbox(tools, mailServer()).send(mail)
  const [row] = await queued()
  const bytes = row?.sealed as Buffer
  for (const word of ['alix', 'jeton', 'lien']) expect(bytes.toString('latin1')).not.toContain(word)
  bytes[40] = (bytes[40] as number) ^ 1
  await owner.updateTable('outgoing_mails').set({ sealed: bytes }).execute()
  minutesLater(59)
  const server = mailServer()
  await openProcess(server).end()
  minutesLater(61)
  openProcess(server)
  await soon(async () => expect(await queued()).toEqual([]))
  expect(server.sent).toEqual([])
  expect(log.error).toHaveBeenCalledOnce()
})

test('a mail stands or falls with the transaction that queues it', async () => {
  const outbox = openOutbox(tools, mailServer())
  const undone = tools.db.transaction().execute(async db => {
    await outbox.send(mail, db)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await queued()).toEqual([])
})

test('while the mail server says later a mail is put off, longer each time, until its hours are over', async () => {
  const { outbox, end } = openProcess(mailServer(() => Promise.reject(refusal(451))))
  await outbox.send(mail)
  await soon(() => expect(log.warn).toHaveBeenCalledOnce())
  await soon(async () => expect((await queued())[0]?.due_at).toEqual(new Date(START.getTime() + 5_000)))
  minutesLater(1)
  await end()
  expect((await queued())[0]).toMatchObject({ attempts: 2, due_at: new Date(START.getTime() + 70_000) })
  minutesLater(60)
  const server = mailServer()
  openProcess(server)
  await soon(() => expect(log.error).toHaveBeenCalledOnce())
  await soon(async () => expect(await queued()).toEqual([]))
  expect(server.sent).toEqual([])
})

test('a refusal for good is not tried again, and the log holds its reason alone', async () => {
  const { outbox } = openProcess(mailServer(() => Promise.reject(refusal(550))))
  await outbox.send(mail)
  await soon(() => expect(log.error).toHaveBeenCalledOnce())
  expect(JSON.stringify(log.error.mock.calls)).not.toMatch(/alix|jeton/)
  await soon(async () => expect(await queued()).toEqual([]))
})

test('of several processes each mail is sent by one', async () => {
  const server = mailServer(() => setTimeout(2))
  const outbox = openOutbox(tools, server)
  const subjects = Array.from({ length: 60 }, (_, place) => `Lettre ${place}`)
  await Promise.all(subjects.map(subject => outbox.send({ ...mail, subject })))
  for (const process of [1, 2, 3]) expect(openProcess(server), `process ${process}`).toBeDefined()
  await soon(async () => expect(await queued()).toEqual([]))
  expect(server.sent.map(({ subject }) => subject).sort()).toEqual(subjects.sort())
})

test('a mail whose process died while it was sent is sent by another one, two minutes later', async () => {
  const died = openOutbox(
    tools,
    mailServer(() => new Promise(() => {})),
  )
  died.deliver(log)
  await died.send(mail)
  await soon(async () => expect((await queued())[0]?.attempts).toBe(1))
  const server = mailServer()
  const other = openProcess(server)
  await other.end()
  expect(server.sent).toEqual([])
  minutesLater(3)
  openProcess(server)
  await soon(() => expect(server.sent).toEqual([mail]))
})

test('a backend sends through a real mail server that is away at first', async () => {
  const smtp = await startSmtp()
  onTestFinished(() => smtp.stop())
  smtp.refusals.push(451)
  const sending = await startBackend({ SMTP_URL: smtp.url }, backend.databaseUrl)
  sending.clock.at = START
  await sending.tools.mailer.send(mail)
  await soon(() => expect(smtp.refusals).toEqual([]))
  sending.clock.at = new Date(START.getTime() + 60_000)
  await sending.app.close()
  expect(smtp.mails.map(({ to }) => to)).toEqual([mail.to])
})

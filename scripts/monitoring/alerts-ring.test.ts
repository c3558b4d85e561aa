import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealer } from '../../backend/src/audit/chain/seal-events.ts'
import { recordEvent } from '../../backend/src/audit/record-event.ts'
import { startBackend, type TestBackend } from '../../backend/test/backend.ts'
import type { Environment } from '../../ops/src/environment/environment.ts'
import { waitUntil } from '../../ops/src/time/wait-until.ts'
import { openMailServer } from '../../ops/test/mail-server.ts'
import type { FiringAlert } from './ask-prometheus.ts'
import { type ServerState, WELL } from './exported.ts'
import { rules } from './project-files.ts'
import { openWatchedServer } from './watched-server.ts'

/** Everything that a server can say of itself, at its worst, but for what would hide something else. */
const BAD: ServerState = {
  isWell: false,
  isClosed: true,
  errors: 50,
  certificateDays: -1,
  free: 5,
  lookedMinutesAgo: 0,
  checkedHoursAgo: 4,
  backupHoursAgo: null,
  baseBackupHoursAgo: null,
  faults: 2,
  missing: ['0000000100000000000000A1'],
  waitingMinutes: 10,
  rehearsed: { daysAgo: 9, good: false },
  areObjectivesHeld: false,
  proof: { faults: 2, hoursAgo: 60 },
  undecided: 1,
}
/** What the worst hides: an end that is near, and a look that no longer happens. */
const BAD_AS_WELL: ServerState = { ...WELL, certificateDays: 10, lookedMinutesAgo: 20 }

const environments = ['prod', 'preprod', 'dev'] as const
const showAll = async (states: Partial<Record<Environment, ServerState>> = {}) => {
  for (const environment of environments) await server.show(environment, states[environment] ?? WELL)
}

let chat: Awaited<ReturnType<typeof openChat>>
let mail: Awaited<ReturnType<typeof openMailServer>>
let prod: TestBackend
let preprod: TestBackend
let server: Awaited<ReturnType<typeof openWatchedServer>>
const ports = { prod: 0, preprod: 0 }
beforeAll(async () => {
  chat = await openChat()
  mail = await openMailServer()
  prod = await startBackend()
  preprod = await startBackend()
  ports.prod = await listen(prod)
  ports.preprod = await listen(preprod)
  server = await openWatchedServer({ chat: chat.url, smtp: mail.url, backends: { ...ports, dev: ports.prod } })
}, 180_000)
afterAll(async () => {
  await server?.close()
  await mail?.close()
  await chat?.close()
})

test('every alert rings on a real server, arrives in the chat and by mail, and is said to be over', async () => {
  await showAll()
  await server.startAll()
  await eventually('quiet', async () => (await server.countUp()) === 7 && !(await server.firing()).length)

  await showAll({ prod: BAD, preprod: BAD_AS_WELL })
  prod.tools.metrics.wrongCodes.inc(500)
  prod.tools.metrics.canaries.inc({ suspicion: 'leak' })
  prod.tools.metrics.refusals.inc({ code: 'invalid-credentials' }, 500)
  prod.tools.metrics.refusals.inc({ code: 'role-needed' }, 500)
  prod.tools.metrics.locks.inc({ kind: 'password:account' }, 500)
  prod.tools.metrics.mails.inc({ outcome: 'given-up' }, 500)
  const longAgo = new Date(Date.now() - 60 * 60_000)
  const waiting = { sealed: Buffer.from('a mail'), queued_at: longAgo, due_at: longAgo }
  await prod.tools.db.insertInto('outgoing_mails').values(waiting).execute()
  await recordEvent(prod.tools.db, { kind: 'signed-in', at: new Date(Date.now() - 10 * 60_000) })
  await preprod.app.close()
  await server.stop('nginx-dev')
  const rang = new Map<string, FiringAlert>()
  const names = rules.map(({ alert }) => alert).filter(alert => alert !== 'MesuresMuettes')
  await eventually('all ring', async () => {
    // What follows from an nginx that does not answer is not sent.
    const sent = (await server.firing()).filter(
      ({ alert, environment }) => environment !== 'dev' || alert === 'NginxMuet',
    )
    for (const one of sent) rang.set(one.alert, one)
    return names.every(name => rang.has(name)) || names.filter(name => !rang.has(name))
  })
  await eventually('all arrive', () => missing([...rang.values()], saidOf))

  await server.stop('exporter')
  await eventually('the silence arrives', () => missing([MUTE], alert => [alert.summary]))
  const known = [...rang.values()].filter(({ environment }) => environment === 'prod')
  expect(missing(known, ({ summary }) => [`✓ Fini : ${summary}`])).toHaveLength(2 * known.length)

  await server.start('exporter')
  await server.start('nginx-dev')
  preprod = await startBackend()
  await listen(preprod, ports.preprod)
  prod.tools.metrics.plays.inc(5_000)
  await openSealer(prod.tools)()
  await eventually('what was silenced is heard again', () => missing([MUTE], ({ summary }) => [`✓ Fini : ${summary}`]))
  await prod.tools.db.deleteFrom('outgoing_mails').execute()
  await showAll()
  // These ring for as long as their range looks back, however soon they are seen.
  const ended = [...rang.values(), MUTE].filter(one => !('alert' in one) || !LASTING.has(String(one.alert)))
  await eventually('all are over', () => missing(ended, ({ summary }) => [`✓ Fini : ${summary}`]))
  expect((await server.firing()).filter(({ alert }) => !LASTING.has(alert))).toEqual([])
}, 240_000)

const LASTING = new Set([
  'CodeTemoinEssaye',
  'ConnexionsRefusees',
  'AccesRefuses',
  'AttentesImposees',
  'CourrielsAbandonnes',
])
const MUTE = {
  summary: 'Les mesures de ce serveur ne se lisent plus (node) : les alertes montrent ce qui était su avant.',
}

/** What a message has of an alert that rings. */
const saidOf = ({ summary, command, runbook }: FiringAlert) => [summary, `: ${command}`, `: ${runbook}`]

/** Which parts the chat or the mail lacks in one message; figures in them may change. */
function missing<T>(alerts: T[], partsOf: (alert: T) => string[]): string[] {
  const ways = { chat: chat.texts, mail: mail.mails.map(({ text }) => text) }
  return Object.entries(ways).flatMap(([way, texts]) =>
    alerts
      .map(alert => partsOf(alert).map(withoutFigures))
      .filter(parts => !texts.some(text => parts.every(part => withoutFigures(text).includes(part))))
      .map(([first]) => `${way}: ${first}`),
  )
}

const withoutFigures = (text: string) => text.replaceAll(/\d+(\.\d+)?/g, '#')

/** Waits until there is nothing left to wait for, and fails with what there still is. */
async function eventually(what: string, look: () => Promise<boolean | string[]> | string[]) {
  let left: boolean | string[] = []
  const found = await waitUntil(
    async () => {
      left = await look()
      return left === true || (Array.isArray(left) && !left.length)
    },
    { everyMs: 250, withinMs: 60_000 },
  )
  expect(found ? [] : left, what).toEqual([])
}

async function listen({ app }: TestBackend, port = 0): Promise<number> {
  await app.listen({ host: '127.0.0.1', port })
  return (app.server.address() as AddressInfo).port
}

/** A chat that wants `text`, as Slack, Mattermost and Google Chat do, and refuses anything else. */
async function openChat() {
  const texts: string[] = []
  const hook = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as { text?: unknown }
    if (typeof body.text === 'string' && body.text) texts.push(body.text)
    response.writeHead(texts.at(-1) === body.text ? 200 : 400).end()
  })
  await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise(resolve => hook.close(resolve))
  return { texts, close, url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/jeton` }
}

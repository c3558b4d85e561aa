import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Notice } from '../tools/notices.ts'
import { openRelay } from './relay.ts'

let relay: Awaited<ReturnType<typeof openRelay>>
let reached = true
const [sent, told]: [[string | undefined, Notice][], string[]] = [[], []]
beforeEach(async () => {
  reached = true
  for (const list of [sent, told]) list.length = 0
  const place = { host: '127.0.0.1', port: 0 }
  relay = await openRelay(
    place,
    async (notice, environment) => {
      sent.push([environment, notice])
      return { reached, unsent: reached ? [] : ['webhook : il répond 404'] }
    },
    line => told.push(line),
  )
})
afterEach(() => relay.close())

const post = async (body: unknown, path = '') => {
  const answer = await fetch(relay.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return answer.status
}

function alert(name: string, severity: string, status = 'firing') {
  return {
    status,
    labels: { alertname: name, environment: 'prod', severity },
    annotations: {
      summary: `${name} de prod.`,
      command: 'tiptop diagnose prod',
      runbook: `docs/runbooks/alerts.md#${name}`,
    },
    startsAt: '2026-11-30T14:18:01.123456789Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph',
    fingerprint: name,
  }
}
const group = (...alerts: object[]) => ({
  version: '4',
  groupKey: '{}:{environment="prod"}',
  receiver: 'relay',
  status: 'firing',
  groupLabels: { environment: 'prod' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  truncatedAlerts: 0,
  alerts,
})

test('an alert becomes a notice with what is wrong, since when, the next command and the runbook', async () => {
  expect(await post(group(alert('NginxMuet', 'critical')))).toBe(204)
  const text = `✗ NginxMuet de prod.
  Depuis : 2026-11-30 14:18 UTC
  Et maintenant : tiptop diagnose prod
  Que faire : docs/runbooks/alerts.md#NginxMuet
`
  expect(sent).toEqual([['prod', { subject: '[prod] NginxMuet de prod.', text, severity: 'alert' }]])
})

test('a group is one notice: the worst first, then what is over', async () => {
  await post(
    group(alert('A', 'info'), alert('B', 'critical', 'resolved'), alert('C', 'warning'), alert('D', 'critical')),
  )
  const [[, notice] = []] = sent
  expect(notice).toMatchObject({ subject: '[prod] 3 alertes, dont : D de prod.', severity: 'alert' })
  expect(notice?.text.match(/^\S .*$/gm)).toEqual([
    '✗ D de prod.',
    '! C de prod.',
    '! A de prod.',
    '✓ Fini : B de prod.',
  ])
})

test.each([
  ['critical', 'alert'],
  ['warning', 'warning'],
  ['info', 'info'],
])('an alert that is %s is a notice of the severity %s', async (severity, expected) => {
  await post(group(alert('A', severity)))
  expect(sent[0]?.[1].severity).toBe(expected)
})

test('what is over is said to be over, and is no alarm', async () => {
  await post(group(alert('A', 'critical', 'resolved')))
  await post(group(alert('A', 'critical', 'resolved'), alert('B', 'critical', 'resolved')))
  expect(sent.map(([, { subject, severity }]) => [subject, severity])).toEqual([
    ['[prod] fini : A de prod.', 'info'],
    ['[prod] fini : 2 alertes', 'info'],
  ])
})

test('an alert that belongs to no environment names the monitoring', async () => {
  await post({ ...group(alert('MesuresMuettes', 'critical')), groupLabels: {} })
  expect(sent[0]).toMatchObject([undefined, { subject: '[surveillance] MesuresMuettes de prod.' }])
})

test('Alertmanager is asked to try again when the notice reached no one', async () => {
  reached = false
  expect(await post(group(alert('A', 'critical')))).toBe(502)
  expect(told).toEqual(['webhook : il répond 404'])
})

test('what is no message of Alertmanager is refused for good, and sends nothing', async () => {
  for (const body of ['', '{', '{}', { ...group(alert('A', 'info')), version: '3' }, group(), ' '.repeat(1_000_001)])
    expect(await post(body)).toBe(400)
  expect(await post(group(alert('A', 'info')), '/other')).toBe(404)
  expect((await fetch(relay.url)).status).toBe(404)
  expect((await fetch(relay.url.replace('/alerts', '/health'))).status).toBe(200)
  expect(sent).toEqual([])
})

test('an address that is taken is refused in a sentence', async () => {
  const taken = { host: '127.0.0.1', port: Number(new URL(relay.url).port) }
  const second = openRelay(
    taken,
    async () => ({ reached: true, unsent: [] }),
    () => {},
  )
  await expect(second).rejects.toThrow(`Rien ne peut écouter sur 127.0.0.1:${taken.port} (EADDRINUSE).`)
})

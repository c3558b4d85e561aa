import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { startBackend } from '../../backend/test/backend.ts'
import { metricsOf } from '../../ops/src/archive/freshness.ts'
import { archiveMetrics } from '../../ops/src/archive/physical/archive-health.ts'
import { roomMetrics } from '../../ops/src/control/metrics.ts'
import { readRoom } from '../../ops/src/control/room.ts'
import { environments } from '../../ops/src/environment/environment.ts'
import { homeOf } from '../../ops/src/environment/home.ts'
import { metricsAskedFor, metricsIn } from './metric-names.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MONITORING = join(ROOT, 'environments', 'monitoring')
const read = (...path: string[]) => readFileSync(join(MONITORING, ...path), 'utf8')
const NOW = new Date('2026-11-23T12:00:00Z')

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            annotations: z.object({ summary: z.string(), command: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('alerts.yml')))
  .groups.flatMap(group => group.rules)
const dashboard = z
  .object({ panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })) })
  .parse(JSON.parse(read('grafana', 'dashboard.json')))
const queries = [
  ...rules.map(rule => rule.expr),
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
]

/** Everything that our programs export, each from the program itself, with all there is to export. */
async function exported(): Promise<Set<string>> {
  const { app } = await startBackend()
  const backend = (await app.inject('/metrics')).body
  const nginx = readFileSync(join(ROOT, 'environments', 'server', 'nginx.conf'), 'utf8').replaceAll('\\n', '\n')
  const places = [{ name: 'ici', newest: { name: '20261123-020000', at: NOW } }]
  const shelf = {
    repository: 'here' as const,
    title: 'ici',
    newest: { label: 'F', at: NOW },
    missing: [],
    unread: null,
  }
  const queue = { archiving: true, waiting: 1, oldestMs: 1, lastFault: null }
  const archive = await archiveMetrics('prod', { queue, shelves: [shelf], verified: {} }, 0)
  return new Set(
    [backend, nginx, await metricsOf('prod', places, 0, NOW), archive, await fullRoom()].flatMap(metricsIn),
  )
}

async function fullRoom(): Promise<string> {
  const room = await readRoom(homeOf({ root: '/nowhere', backups: '/nowhere', project: 'tiptop' }, 'prod'), NOW)
  const iso = NOW.toISOString()
  const release = {
    name: 'a',
    version: '1.0.0',
    madeAt: iso,
    former: null,
    breaking: false,
    commits: { backend: 'a', frontend: 'a' },
    images: { backend: 'a', frontend: 'a' },
  }
  const measure = { value: 1, said: '1', held: true, details: [], doubts: [] }
  return roomMetrics({
    ...room,
    running: { colour: 'blue', release },
    seen: {
      health: { at: iso, fault: null, lastWellAt: iso },
      certificate: { until: iso },
      disks: [{ folder: '/srv', free: 1, total: 2 }],
      traffic: { at: iso, minutes: 10, requests: 1, errors: 0 },
      windows: [],
    },
    facts: { ...room.facts, rehearsals: [{ name: 'r', at: NOW, rtoMs: 1, rpoMs: 1 }] },
    indicators: room.indicators.map(indicator => ({ ...indicator, now: measure })),
  })
}

test('every metric that an alert or the dashboard asks for is exported by one of our programs', async () => {
  const told = await exported()
  const asked = new Set(queries.flatMap(metricsAskedFor))
  expect(asked.size).toBeGreaterThan(15)
  expect([...asked].filter(name => !told.has(name))).toEqual([])
})

test('names are found in a query whatever stands around them', () => {
  const query = 'sum by (job) (increase(a_total{x="b_total"}[10m])) > 3 and on(job) max(c:d) unless up == 0'
  expect(metricsAskedFor(query)).toEqual(['a_total', 'c:d'])
})

test('every alert says in French what is wrong, where, and the command that goes on from there', () => {
  for (const { alert, annotations } of rules) {
    expect(annotations.summary, alert).toMatch(/\{\{ \$labels\.\w+ \}\}/)
    expect(annotations.command, alert).toMatch(/^(tiptop|systemctl|certbot) /)
  }
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
})

test('Prometheus asks the door of every environment, on the network of that environment', () => {
  const { scrape_configs: jobs } = parse(read('prometheus.yml'))
  const asked = (name: string) => jobs.find((job: { job_name: string }) => job.job_name === name).static_configs
  for (const job of ['nginx', 'backend'])
    expect(asked(job)).toEqual(
      environments.map(environment => ({ targets: [`nginx-${environment}:8081`], labels: { environment } })),
    )
  const { services, networks } = parse(read('compose.yaml'))
  expect(services.prometheus.networks).toEqual(['monitoring', ...environments])
  for (const name of environments) expect(networks[name].name).toContain(`-${name}-edge`)
})

test('every image is pinned to a version, and every port is this machine’s alone', () => {
  const { services } = parse(read('compose.yaml'))
  for (const { image, ports = [] } of Object.values(services) as { image: string; ports?: string[] }[]) {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$/)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  }
})

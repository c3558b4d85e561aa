import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { startBackend } from '../../backend/test/backend.ts'
import { environments } from '../../ops/src/environment/environment.ts'
import { backupText, roomText, WELL } from './exported.ts'
import { metricsAskedFor, metricsIn } from './metric-names.ts'
import { ROOT, readMonitoring as read, rules } from './project-files.ts'

const NOW = new Date('2026-11-23T12:00:00Z')

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
  const files = [await backupText('prod', WELL, NOW), await roomText('prod', WELL, NOW)]
  return new Set([backend, nginx, ...files].flatMap(metricsIn))
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
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$|^node:24-bookworm-slim$/)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  }
})

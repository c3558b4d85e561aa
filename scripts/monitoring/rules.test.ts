import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../../ops/test/machine/run.ts'
import { ensurePrometheus } from './programs.ts'
import { inhibitions, MONITORING, ROOT, readMonitoring, rules } from './project-files.ts'

const RULE_TESTS = ['alerts.test.yml', 'alerts-of-days.test.yml']

let tool: Awaited<ReturnType<typeof ensurePrometheus>>
beforeAll(async () => {
  tool = await ensurePrometheus()
}, 180_000)

test('Prometheus takes its configuration and every rule', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-rules-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = readMonitoring('prometheus.yml').replace('/etc/prometheus/alerts.yml', join(MONITORING, 'alerts.yml'))
  await writeFile(join(folder, 'prometheus.yml'), config)
  const said = await run([tool('promtool'), 'check', 'config', join(folder, 'prometheus.yml')])
  expect(said).toContain(`SUCCESS: ${rules.length} rules found`)
})

test('alerts ring when they should, at that moment and not before, and say in French what to do', async () => {
  const said = await run([tool('promtool'), 'test', 'rules', ...RULE_TESTS.map(name => join(MONITORING, name))])
  expect(said.match(/SUCCESS/g)).toHaveLength(RULE_TESTS.length)
}, 120_000)

test('Alertmanager takes its configuration', async () => {
  expect(await run([tool('amtool'), 'check-config', join(MONITORING, 'alertmanager.yml')])).toContain('SUCCESS')
})

test('an alert that silences others is judged before them, so that both ends are sent when they come together', () => {
  const order = rules.map(({ alert }) => alert)
  expect(inhibitions.length).toBeGreaterThan(0)
  for (const { source, targets } of inhibitions) {
    expect(order).toEqual(expect.arrayContaining([source, ...targets]))
    for (const target of targets) expect(order.indexOf(source), target).toBeLessThan(order.indexOf(target))
  }
})

type RuleTest = { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }

test('every alert has a test in which it is quiet, rings, and is over', () => {
  const tests = RULE_TESTS.flatMap(name => (parse(readMonitoring(name)) as { tests: RuleTest[] }).tests)
  const moments = tests.map(({ alert_rule_test: looks }) => looks)
  for (const { alert } of rules) {
    const seen = moments.map(looks =>
      looks.filter(look => look.alertname === alert).map(look => look.exp_alerts.length),
    )
    expect(seen, alert).toContainEqual([0, 1, 0])
  }
})

test('every alert says what is wrong, where, the command to go on with, and a section of a runbook that exists', () => {
  for (const { alert, annotations } of rules) {
    expect(annotations.summary, alert).toMatch(/\{\{ \$labels\.\w+ \}\}/)
    expect(annotations.command, alert).toMatch(/^(tiptop|systemctl|certbot|docker compose) /)
    const [file = '', section] = annotations.runbook.split('#')
    expect(existsSync(join(ROOT, file)), annotations.runbook).toBe(true)
    const titles = readFileSync(join(ROOT, file), 'utf8').match(/^#+ .*$/gm) ?? []
    expect(titles.map(title => title.replace(/^#+ /, '').toLowerCase())).toContain(section)
  }
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
})

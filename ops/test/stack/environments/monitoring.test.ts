import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unpackFromTrixie } from '../../machine/debian.ts'
import { CACHE } from '../../machine/engine.ts'
import { run } from '../../machine/run.ts'
import { REPOSITORY } from '../application.ts'

const MONITORING = join(REPOSITORY, 'environments', 'monitoring')
const TOOLS = join(CACHE, 'monitoring')
const tool = (name: string) => join(TOOLS, 'usr', 'bin', name)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-monitoring-'))
  if (existsSync(tool('promtool')) && existsSync(tool('amtool'))) return
  await mkdir(TOOLS, { recursive: true })
  await unpackFromTrixie(['promtool', 'prometheus-alertmanager'], TOOLS)
})
afterAll(() => rm(folder, { recursive: true }))

test('Prometheus takes its configuration and every rule', async () => {
  const rules = join(MONITORING, 'alerts.yml')
  const config = (await readFile(join(MONITORING, 'prometheus.yml'), 'utf8')).replace(
    '/etc/prometheus/alerts.yml',
    rules,
  )
  await writeFile(join(folder, 'prometheus.yml'), config)
  expect(await run([tool('promtool'), 'check', 'config', join(folder, 'prometheus.yml')])).toMatch(/\d+ rules found/)
})

test('alerts ring when they should, at that moment and not before, and say in French what to do', async () => {
  const said = await run([tool('promtool'), 'test', 'rules', join(MONITORING, 'alerts.test.yml')])
  expect(said).toContain('SUCCESS')
})

test('Alertmanager takes its configuration', async () => {
  expect(await run([tool('amtool'), 'check-config', join(MONITORING, 'alertmanager.yml')])).toContain('SUCCESS')
})

test('Compose takes the services that measure, and no secret stands in them', async () => {
  const said = await run(['docker', 'compose', '--file', join(MONITORING, 'compose.yaml'), 'config'])
  expect(said).toContain('prom/prometheus:')
  expect(said).not.toMatch(/PASSWORD: /)
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseClusterSettings } from './cluster-settings.ts'
import { applicationFiles, machineFiles } from './machines/machine-files.ts'

const example = await readFile(join(import.meta.dirname, '../../../environments/cluster/env.example'), 'utf8')
const settings = parseClusterSettings(example, 'env.example')
const passwords = { owner: 'owner-pw', replicator: 'replicator-pw', rewinder: 'rewinder-pw', archive: 'archive-pw' }
const plan = { environment: 'prod', settings, passwords, beginning: { from: 'nothing' }, etcd: 'new' } as const
const [first = { name: '', address: '' }] = settings.CLUSTER_MACHINES

test('the example of settings is accepted as it is', () => {
  expect(settings.CLUSTER_MACHINES).toHaveLength(3)
  expect(settings.CLUSTER_WATCHDOG).toBe('required')
})

test('two machines are refused, because neither knows which of them is cut off', () => {
  const two = example.replace(',n3=10.0.0.3', '')
  expect(() => parseClusterSettings(two, 'env.example')).toThrow(/CLUSTER_MACHINES : trois machines/)
})

test('no machine is left with a place without a value, and only addresses that are named may enter', async () => {
  const files = { ...(await machineFiles(first, { ...plan, repository: [] })), ...(await applicationFiles(settings)) }
  for (const text of Object.values(files)) expect(text).not.toMatch(/\$\{|undefined/)
  const entrances = files['patroni.yml']?.match(/- host.*/g) ?? []
  expect(entrances).toHaveLength(8)
  for (const line of entrances) expect(line).toMatch(/^- hostssl .* 10\.0\.0\.\d+\/32 scram-sha-256$/)
})

test('a cluster that begins from the archive stops at the moment that was asked for', async () => {
  const beginning = { from: 'archive', to: new Date('2026-11-23T03:12:00Z') } as const
  const { 'patroni.yml': text } = await machineFiles(first, { ...plan, repository: ['repo1-path=/mnt'], beginning })
  expect(text).toContain('method: archive')
  expect(text).toContain('recovery_target_time: "2026-11-23 03:12:00.000+00"')
  expect(text).not.toContain('create database')
})

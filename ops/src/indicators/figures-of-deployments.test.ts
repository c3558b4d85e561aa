import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { measuredServer, NOW } from '../../test/laid/measured-server.ts'
import { layRun } from '../../test/laid/runs.ts'
import type { Home } from '../environment/home.ts'
import { takeLock } from '../procedure/lock.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/duration.ts'
import { stampOf } from '../time/stamp.ts'

const at = (clock: string) => new Date(`2026-11-22T${clock}:00.000Z`)

let server: Awaited<ReturnType<typeof measuredServer>>
let home: Home
beforeEach(async () => {
  server = await measuredServer()
  home = server.home
})
afterEach(() => server.close())
const figure = (wanted: Parameters<typeof server.figure>[0]) => server.figure(wanted)

async function setProvenHours(hours: number) {
  const example = join(import.meta.dirname, '..', '..', '..', 'environments', 'prod', 'env.example')
  const text = (await readFile(example, 'utf8')).replace(
    /^DEPLOYMENT_PROVEN_HOURS=.*$/m,
    `DEPLOYMENT_PROVEN_HOURS=${hours}`,
  )
  await mkdir(home.folder, { recursive: true })
  await writeFile(home.settings, text)
}

describe('frequency', () => {
  test('30 deployments in nine hours of a month are one day of the month', async () => {
    layRun(home, new Date(NOW.getTime() - 35 * DAY_MS), { procedure: 'nightly' })
    for (let index = 0; index < 30; index++) layRun(home, new Date(at('08:00').getTime() + index * 18 * MINUTE_MS))
    expect(await figure('frequency')).toMatchObject({
      value: 1 / 29,
      said: '1 jour sur 29',
      held: false,
      details: ['30 versions mises en service', 'entre deux, 18 min 00 (médiane)'],
    })
  })
})

describe('success of deployments', () => {
  const hour = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)
  const goBack = (at: Date, input: object, procedure = 'rollback') => layRun(home, at, { procedure, input })

  test('10 of 20 deployments that were taken back by hand did not succeed', async () => {
    for (let day = 1; day <= 20; day++) {
      layRun(home, hour(24 * day))
      if (day <= 10) goBack(hour(24 * day - 2), { scope: 'full', to: null })
    }
    expect(await figure('success')).toMatchObject({
      value: 0.5,
      held: false,
      details: ['10 sur 20'],
      doubts: ['10 réussis, puis repris à la main en moins de 24 h'],
    })
  })

  test('what stayed in service for the time of the setting is a success, whatever came later', async () => {
    layRun(home, hour(40))
    goBack(hour(10), { scope: 'full', to: null })
    expect(await figure('success')).toMatchObject({ value: 1, held: true, doubts: [] })
    await setProvenHours(36)
    expect(await figure('success')).toMatchObject({
      value: 0,
      doubts: ['1 réussi, puis repris à la main en moins de 36 h'],
    })
  })

  test('a rollback to a named release, and a restore of a rollback point, take back all that came after it', async () => {
    for (const hours of [13, 12, 11, 10]) layRun(home, hour(hours))
    const made = new Date(hour(12).getTime() + MINUTE_MS)
    goBack(hour(9), { scope: 'full', to: `${stampOf(made)}-1.0.0-abcdef0` })
    expect(await figure('success')).toMatchObject({ value: 0.5 })
    goBack(hour(8), { scope: 'full', to: `backup-${stampOf(new Date(hour(13).getTime() + MINUTE_MS))}` }, 'restore')
    expect(await figure('success')).toMatchObject({ value: 0 })
  })

  test('nginx, a configuration or the database alone going back leaves the deployment in service', async () => {
    layRun(home, hour(12))
    for (const [hours, scope] of ['infra', 'config'].entries()) goBack(hour(hours + 2), { scope, to: null })
    goBack(hour(5), { scope: 'database', to: null }, 'restore')
    layRun(home, hour(1), { procedure: 'rollback', input: { scope: 'full', to: null }, outcome: 'undone' })
    expect(await figure('success')).toMatchObject({ value: 1, doubts: [] })
  })

  test('a killed run does not live on because its number was given to another process', async () => {
    layRun(home, hour(3))
    layRun(home, hour(2), { outcome: null, pid: process.pid })
    expect(await figure('success')).toMatchObject({
      value: 0.5,
      details: expect.arrayContaining([expect.stringContaining('1 interrompu')]),
    })
  })

  test('a run at work in another container, where its process has another number, has not ended', async () => {
    layRun(home, hour(3))
    const run = layRun(home, hour(2), { outcome: null, pid: 2 ** 30 })
    const giveBack = await takeLock(home.lock, 'prod', { run, by: 'Jenkins', since: '', pid: 2 ** 30 })
    expect(await figure('success')).toMatchObject({ value: 1 })
    await giveBack()
    expect(await figure('success')).toMatchObject({ value: 0.5 })
  })

  test('a deployment without approval had not begun, and does not count; one that broke off later does', async () => {
    const failed = { node: '2.4/C', state: 'failed' } as const
    layRun(home, hour(3))
    layRun(home, hour(2), { outcome: 'failed', steps: [failed] })
    expect(await figure('success')).toMatchObject({
      value: 1,
      details: expect.arrayContaining(['1 sans accord : rien n’avait commencé, sans compter']),
    })
    layRun(home, hour(1), { outcome: 'failed', steps: [{ node: '2.4/C' }, { node: '2.4/E', state: 'failed' }] })
    expect(await figure('success')).toMatchObject({ value: 0.5 })
  })
})

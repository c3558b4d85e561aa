import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import type { Answer } from '../../../test/door.ts'
import { openOnCall } from '../../../test/incident/on-call.ts'
import { looksOf, steadyTime } from '../../incident/watch/stability.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

async function open(given: Parameters<typeof openOnCall>[0] = {}) {
  const onCall = await openOnCall(given)
  opened.push(onCall)
  return onCall
}

const P1 = ['incident', 'open', 'prod', 'Le jeu ne répond plus', '--severity', 'P1', '--no-diagnose']

test('stability is watched, a fault is reported at once and restarts the time, and the end is announced [4.3/AW 4.3/AX]', async () => {
  let broken = false
  const { tiptop, mails, at, incident } = await open({
    settings: { STABILITY_MINUTES: '0.2' },
    answer: path => (broken && path === '/health' ? { status: 503 } : null),
  })
  const announced = (what: string) =>
    expect.poll(() => mails.some(({ subject }) => subject.includes(what)), { timeout: 15_000 }).toBe(true)
  // The watch reads this clock, so a busy machine does not use up the time that it allows.
  at('2026-11-23T03:10:00Z')
  await tiptop(...P1)
  broken = true
  const watched = tiptop('incident', 'watch', 'prod', '--every', '0.1')
  await announced('FAUTE PENDANT L’OBSERVATION')
  at('2026-11-23T03:10:05Z')
  broken = false
  await announced('de nouveau en état')
  at('2026-11-23T03:10:17Z')
  expect(await watched).toMatchObject({ code: 0, out: expect.stringContaining('prod est stable') })
  expect(mails.map(({ subject }) => subject.replace(/ : .*/, ''))).toEqual([
    '[prod] INCIDENT P1',
    '[prod] FAUTE PENDANT L’OBSERVATION',
    '[prod] de nouveau en état',
    '[prod] fin d’incident',
  ])
  expect(await incident()).toMatchObject({ restoredAt: '2026-11-23T03:10:05.000Z' })
  reached('4.3/AW', '4.3/AX')
})

test('a watch that never gets stable comes to an end, and calls the second level [4.3/AU]', async () => {
  const broken = (path: string): Answer | null => (path === '/health' ? { status: 503 } : null)
  const { tiptop, mails } = await open({
    settings: { STABILITY_MINUTES: '0.01', NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' },
    answer: broken,
  })
  await tiptop(...P1)
  const { code, err } = await tiptop('incident', 'watch', 'prod', '--every', '0.2')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('La stabilité n’a pas été atteinte') })
  expect(mails.at(-1)).toMatchObject({ to: ['chef@tiptop.test'] })
  reached('4.3/AU')
})

test('a watch that was killed goes on where it was', async () => {
  const wantedMs = 6_000
  const { tiptop, env, incident } = await open({ settings: { STABILITY_MINUTES: String(wantedMs / 60_000) } })
  await tiptop(...P1)
  const main = join(import.meta.dirname, '..', '..', 'main.ts')
  const child = spawn(process.execPath, [main, 'incident', 'watch', 'prod', '--every', '0.2'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  const watched = async () => steadyTime((await incident()).lines, wantedMs)?.ms ?? 0
  await expect.poll(watched, { timeout: 30_000 }).toBeGreaterThan(wantedMs / 3)
  child.kill('SIGKILL')
  await once(child, 'close')
  const before = looksOf((await incident()).lines).length
  expect(await tiptop('incident', 'watch', 'prod', '--every', '0.2')).toMatchObject({ code: 0 })
  const looks = (await incident()).lines.filter(({ kind }) => kind === 'looked')
  const again = Date.parse(looks.at(-1)?.at ?? '') - Date.parse(looks[before]?.at ?? '')
  expect(again).toBeLessThan(wantedMs)
})

test('after a way back that succeeded a timer watches to the end, when no person does [4.3/AW 4.3/AX]', async () => {
  let broken = false
  const { tiptop, leaveRun, at, mails, incident } = await open({
    settings: { STABILITY_MINUTES: '3', NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' },
    answer: path => (broken && path === '/health' ? { status: 503 } : null),
  })
  const tick = async (clock: string) => {
    at(`2026-11-23T${clock}:00Z`)
    return (await tiptop('incident', 'watch', 'prod', '--once')).out
  }
  at('2026-11-23T03:10:00Z')
  await tiptop(...P1)
  expect(await tick('03:11')).toBe('')
  leaveRun('rollback', '2026-11-23T03:12:00Z')
  expect(await tick('03:13')).toContain('stable depuis')
  broken = true
  expect(await tick('03:14')).toContain('503')
  broken = false
  for (const clock of ['03:15', '03:16', '03:17']) expect(await tick(clock)).toContain('stable depuis')
  expect(await tick('03:18')).toBe('prod : stable\n')
  expect(await tick('03:19')).toBe('')
  expect(await incident()).toMatchObject({ restoredAt: '2026-11-23T03:15:00.000Z' })
  expect(mails.map(({ subject }) => subject)).toContain('[prod] fin d’incident : Le jeu ne répond plus')
  reached('4.3/AW', '4.3/AX')
})

test('a timer that finds no stability calls the second level once', async () => {
  const { tiptop, leaveRun, at, mails } = await open({
    settings: { STABILITY_MINUTES: '1', NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' },
    answer: path => (path === '/health' ? { status: 503 } : null),
  })
  at('2026-11-23T03:10:00Z')
  await tiptop(...P1)
  leaveRun('rollback', '2026-11-23T03:10:30Z')
  const codes: number[] = []
  for (const minute of [11, 12, 13, 14, 15, 16, 17]) {
    at(`2026-11-23T03:${minute}:00Z`)
    codes.push((await tiptop('incident', 'watch', 'prod', '--once')).code)
  }
  expect(codes).toEqual([0, 0, 0, 0, 1, 0, 0])
  expect(mails.filter(({ to }) => to.includes('chef@tiptop.test'))).toHaveLength(1)
})

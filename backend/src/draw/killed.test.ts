import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { DATES, startDraw } from '../../test/draw.ts'
import { sendDrawLetters } from './letters/send-letters.ts'

const PROCESS = join(import.meta.dirname, '../../test/killed-draw.ts')
const NUMBER = '271828182845'

const platform = await startDraw({ env: { DRAW_ALTERNATES: '1' } })
const { backend } = platform
const { owner, config } = backend.tools
await platform.participants(3)
const { bailiff, admin, state } = await platform.meet()

const count = async (table: 'draw_lists' | 'draw_entries' | 'draws' | 'draw_ranks' | 'audit_events') =>
  (
    await owner
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
  ).rows

/** The administrator's confirmation in a process of its own. @returns how often it wrote, null if it was killed */
async function confirm(killBefore: number, number?: string): Promise<number | null> {
  const session = await owner.selectFrom('sessions').select('id').where('user_id', '=', admin.userId).executeTakeFirst()
  const person = { userId: admin.userId, sessionId: session?.id, role: 'admin' }
  const order = JSON.stringify({ config, person, number, at: DATES.after, killBefore })
  const { stdout, signal } = await promisify(execFile)(process.execPath, [PROCESS, order]).catch(error => error)
  if (signal === 'SIGKILL') return null
  return Number(stdout)
}

/** Kills a process before each of its writes in turn, until one comes to its end. @returns how many were killed */
async function killEverywhere(nothingHappened: () => Promise<void>, number?: string) {
  for (let killBefore = 1; ; killBefore++) {
    if ((await confirm(killBefore, number)) !== null) return killBefore - 1
    await nothingHappened()
  }
}

test('a process that is killed before any write of the freeze leaves no list, and the next one freezes it', async () => {
  await bailiff.post('/draw/freeze', {})
  const events = await count('audit_events')
  const kills = await killEverywhere(async () => {
    expect(await Promise.all([count('draw_lists'), count('draw_entries'), count('audit_events')])).toEqual([
      0,
      0,
      events,
    ])
    expect((await state()).phase).toBe('ready')
  })
  expect(kills).toBe(6)
  expect((await state()).list?.count).toBe(3)
  expect(await count('audit_events')).toBe(events + 2)
}, 60_000)

test('a process that is killed before any write of the draw has drawn nothing, and the next one draws once', async () => {
  await bailiff.post('/draw/draw', { after: 0, number: NUMBER })
  const events = await count('audit_events')
  const kills = await killEverywhere(async () => {
    expect(await Promise.all([count('draws'), count('draw_ranks'), count('audit_events')])).toEqual([0, 0, events])
    expect((await state()).phase).toBe('frozen')
  }, NUMBER)
  expect(kills).toBe(6)
  const { draws } = await state()
  expect(draws).toHaveLength(1)
  expect(draws[0]?.ranks).toHaveLength(2)
  expect(await confirm(0, NUMBER)).not.toBeNull()
  expect((await state()).draws).toEqual(draws)
}, 60_000)

test('letters that a killed process left unsent are sent by the next, and one that is refused holds up no other', async () => {
  const { mailer } = backend.tools
  const { send } = mailer
  const [first] = (await state()).draws[0]?.ranks ?? []
  let refused: string | null = null
  mailer.send = async mail => {
    refused ??= mail.to
    if (mail.to === refused) throw new Error('no such mailbox')
    await send(mail)
  }
  await expect(sendDrawLetters(backend.tools)).rejects.toThrow('no such mailbox')
  expect(backend.outbox.map(({ to }) => to)).not.toContain(refused)
  expect(backend.outbox).toHaveLength(1)
  mailer.send = send
  expect(await Promise.all([1, 2, 3].map(() => sendDrawLetters(backend.tools)))).toContain(1)
  expect(backend.outbox).toHaveLength(2)
  expect(first?.state).toBe('winner')
})

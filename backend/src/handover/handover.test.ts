import { expect, test } from 'vitest'
import { isUndoable, mayTakeBack, undoableSince, undoUntil } from './handover.ts'

const claimedAt = new Date('2026-11-23T10:00:00.000Z')
const after = (seconds: number) => new Date(claimedAt.getTime() + seconds * 1000)

test('a handover can be undone for ten minutes, and is final from then on', () => {
  expect(undoUntil(claimedAt)).toEqual(after(600))
  expect([isUndoable({ claimedAt }, after(599)), isUndoable({ claimedAt }, after(600))]).toEqual([true, false])
  expect([claimedAt > undoableSince(after(599)), claimedAt > undoableSince(after(600))]).toEqual([true, false])
})

test('only the employee who handed over, or an administrator, undoes it', () => {
  expect(mayTakeBack({ claimedBy: 7 }, { userId: 7, role: 'employee' })).toBe(true)
  expect(mayTakeBack({ claimedBy: 7 }, { userId: 8, role: 'employee' })).toBe(false)
  expect(mayTakeBack({ claimedBy: 7 }, { userId: 8, role: 'admin' })).toBe(true)
})

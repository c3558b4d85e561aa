import { expect, test } from 'vitest'
import { undoLossWords } from './undo-loss.ts'

const of = (plays: number, accounts = 0, claims = 0) => ({ plays, accounts, claims })
const counted = (plays: number) => `perdu depuis : ${plays} participation(s), 0 inscription(s), 0 remise(s)`
const NONE = 'rien de ce que les gens ont fait n’est perdu'

test('where the database and the copy say the same, it is said once', () => {
  expect(undoLossWords({ since: of(3), left: of(8), back: of(5), seen: null })).toBe(counted(3))
  expect(undoLossWords({ since: of(0), left: of(5), back: of(5), seen: null })).toBe(NONE)
})

test('a migration that moved the times of plays cannot hide that the copy has fewer', () => {
  expect(undoLossWords({ since: of(0), left: of(8), back: of(5), seen: null })).toBe(counted(3))
  expect(undoLossWords({ since: of(4), left: of(8), back: of(5), seen: null })).toBe(counted(4))
})

test('a migration that took plays away leaves a lower bound, with its reason, and nginx speaks as well', () => {
  const said = undoLossWords({ since: of(1), left: of(2), back: of(5), seen: { since: 4, lastBefore: null } })
  expect(said).toBe(
    `${counted(1)}, au moins : la base quittée en a moins que la copie ; nginx a vu passer 4 participation(s) depuis, essais compris`,
  )
  expect(undoLossWords({ since: of(0), left: of(2), back: of(5), seen: null })).toBe(
    'ce qui a été fait depuis est perdu, sans que cela puisse être compté : la base quittée en a moins que la copie',
  )
  const seen = { since: 1, lastBefore: null }
  expect(undoLossWords({ since: of(1), left: of(6), back: of(5), seen })).toBe(counted(1))
})

test('what cannot be counted is unknown, with its reason, and never none', () => {
  const why = { why: 'la base en service ne répond pas' }
  const unknown =
    'ce qui a été fait depuis est perdu, sans que cela puisse être compté : la base en service ne répond pas'
  expect(undoLossWords({ since: why, left: why, back: of(5), seen: null })).toBe(unknown)
  expect(undoLossWords({ since: of(0), left: of(5), back: why, seen: null })).toBe(unknown)
  expect(undoLossWords({ since: of(2), left: of(5), back: why, seen: null })).toBe(
    `${counted(2)}, au moins : la base en service ne répond pas`,
  )
})

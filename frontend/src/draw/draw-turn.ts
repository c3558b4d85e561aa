import type { DrawConfirmation, DrawState } from '@tiptop/contract/grand-draw.ts'

type Step = DrawConfirmation['step']

/** The confirmations in force at a step. `own` is of the person who asks, `other` of the other role. */
export type Confirmations = {
  own: DrawConfirmation | null
  other: DrawConfirmation | null
}

export function confirmationsAt(state: DrawState, step: Step): Confirmations {
  const all = state.confirmations.filter(confirmation => confirmation.step === step)
  return {
    own: all.find(({ own, role }) => own && role === state.role) ?? null,
    other: all.find(({ role }) => role !== state.role) ?? null,
  }
}

/** What has become of a confirmation that the page showed, and that the person must know. */
export type DrawNews = 'own-lapsed' | 'other-lapsed' | 'number-changed'

/** Compares what the page showed with what it shows now. A step that was carried out is no news: the page shows it. */
export function newsBetween(before: DrawState, after: DrawState): DrawNews | null {
  if (before.phase !== after.phase || before.draws.length !== after.draws.length) return null
  for (const step of ['freeze', 'draw'] as const) {
    const [was, is] = [confirmationsAt(before, step), confirmationsAt(after, step)]
    if (was.other && is.other && !isSame(was.other, is.other)) return 'number-changed'
    if (was.own && !is.own) return 'own-lapsed'
    if (was.other && !is.other) return 'other-lapsed'
  }
  return null
}

const isSame = (one: DrawConfirmation, two: DrawConfirmation) => one.number === two.number && one.reason === two.reason

/** Returns the digits of a number as the bailiff typed it, with spaces or not, or null if the draw does not take it. */
export function readNumber(typed: string): string | null {
  const digits = typed.replace(/[\s.\u202f\u00a0]/g, '')
  return /^\d{6,64}$/.test(digits) ? digits : null
}

/** Returns the signature of a round as pasted, or null if it cannot be one. */
export function readSignature(typed: string): string | null {
  const hex = typed.replace(/["\s]/g, '').toLowerCase()
  return /^[0-9a-f]{96}$/.test(hex) ? hex : null
}

/** Returns a reason without the spaces around it, or null if it is too short or too long. */
export function readReason(typed: string): string | null {
  const reason = typed.trim()
  return reason.length >= 10 && reason.length <= 500 ? reason : null
}

/** Returns a number in groups of three digits, to be read aloud. */
export function spoken(number: string): string {
  return number.replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

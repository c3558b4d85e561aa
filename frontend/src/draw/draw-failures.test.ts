import { drawRefusalCodes, type RefusalCode } from '@tiptop/contract/refusals.ts'
import { expect, test } from 'vitest'
import type { Failure } from '../api-client.ts'
import { failureSentence } from '../failure-sentences.ts'
import { actFailure, drawFailure } from './draw-failures.ts'

const refused = (code: RefusalCode): Failure => ({ kind: 'refused', code, retryAfterSeconds: null, fields: [] })

test('every refusal of the draw has its own sentence, in both languages', () => {
  for (const lang of ['fr', 'en'] as const) {
    const sentences = drawRefusalCodes.map(code => drawFailure(refused(code), lang))
    expect(new Set(sentences).size).toBe(drawRefusalCodes.length)
    expect(sentences).not.toContain(failureSentence(refused('internal-error'), lang))
  }
})

test('after an answer that was lost, the page says that it does not know, and that a second click is safe', () => {
  for (const kind of ['unreachable', 'timed-out'] as const) {
    expect(actFailure({ kind }, 'en')).toContain('it is safe to click again')
    expect(drawFailure({ kind }, 'en')).toBe(failureSentence({ kind }, 'en'))
  }
  expect(actFailure(refused('draw-made-already'), 'en')).toBe(drawFailure(refused('draw-made-already'), 'en'))
})

import { counterRefusalCodes, type RefusalCode } from '@tiptop/contract/refusals.ts'
import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { Failure } from '../api-client.ts'
import { failureSentence } from '../failure-sentences.ts'
import { counterFailureSentence } from './counter-failures.ts'

const refused = (code: RefusalCode, handedOver?: object) =>
  ({ kind: 'refused', code, retryAfterSeconds: null, fields: [], ...(handedOver && { handedOver }) }) as Failure

test('every refusal of the counter has its own sentence, in both languages', () => {
  for (const lang of ['fr', 'en'] as const) {
    const codes = [...counterRefusalCodes, 'user-erased'] as const
    const sentences = codes.map(code => counterFailureSentence(refused(code), lang))
    expect(new Set(sentences).size).toBe(codes.length)
    expect(sentences).not.toContain(failureSentence(refused('internal-error'), lang))
  }
})

test('a prize already handed over is shown with who handed it over, when in France, and where [1.2/S]', () => {
  const shop = { slug: 'lyon', name: 'Thé Tip Top Lyon', city: 'Lyon', postalCode: '69001' }
  const failure = refused('ticket-not-pending', { by: 'Noa Lyon', at: '2026-11-23T22:05:00Z', shop })
  const said = (lang: 'fr' | 'en') => counterFailureSentence(failure, lang).replace(/\s/g, ' ')
  expect(said('fr')).toBe('Ce lot a déjà été remis par Noa Lyon le 23 novembre 2026 à 23 h 05, Thé Tip Top Lyon.')
  reached('1.2/S')
  expect(said('en')).toContain('by Noa Lyon on 23 November 2026 at 23:05, Thé Tip Top Lyon.')
})

test('a failure that players can meet too has the same words', () => {
  expect(counterFailureSentence(refused('session-needed'), 'fr')).toBe(failureSentence(refused('session-needed'), 'fr'))
  expect(counterFailureSentence({ kind: 'unreachable' }, 'en')).toBe(failureSentence({ kind: 'unreachable' }, 'en'))
})

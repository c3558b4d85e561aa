import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { expect, test } from 'vitest'
import type { Answer, Failure } from '../../../api-client.ts'
import { handOverAll, type PrizeOutcomes } from './hand-over-all.ts'

const NONE: PrizeOutcomes = new Map()
const given = (code: string): Answer<HandoverTicket> => ({ ok: true, value: { ticket: { code } } as HandoverTicket })
const refused = (code: 'ticket-not-pending' | 'shop-missing'): Failure => {
  return { kind: 'refused', code, retryAfterSeconds: null, fields: [] }
}

/** A counter that answers each code in turn, and remembers what it was asked. */
function counter(answers: Record<string, Failure[]> = {}) {
  const asked: string[] = []
  const claim = async (code: string) => {
    asked.push(code)
    const failure = answers[code]?.shift()
    return failure ? ({ ok: false, failure } as const) : given(code)
  }
  return { asked, claim }
}
const names = (outcomes: PrizeOutcomes) => [...outcomes].map(([code, { name }]) => `${code} ${name}`)

test('each prize is asked for once, in order, and every outcome is reported as soon as it is known', async () => {
  const { asked, claim } = counter()
  const reported: string[][] = []
  const { outcomes, failure } = await handOverAll(['A', 'B', 'C'], NONE, claim, now => reported.push(names(now)))
  expect([asked, failure]).toEqual([['A', 'B', 'C'], null])
  expect(names(outcomes)).toEqual(['A given', 'B given', 'C given'])
  expect(reported.map(({ length }) => length)).toEqual([1, 2, 3])
})

test('a prize that someone else handed over meanwhile is reported, and the others go on', async () => {
  const { claim } = counter({ A: [refused('ticket-not-pending')] })
  const { outcomes, failure } = await handOverAll(['A', 'B'], NONE, claim, () => {})
  expect(names(outcomes)).toEqual(['A refused', 'B given'])
  expect(failure).toBeNull()
})

test.each([{ kind: 'unreachable' }, { kind: 'timed-out' }, refused('shop-missing')] as const)(
  'a run without an answer, or refused as a whole (%j), stops; asking again takes up what is left',
  async reason => {
    const { asked, claim } = counter({ B: [reason] })
    const half = await handOverAll(['A', 'B', 'C'], NONE, claim, () => {})
    expect([names(half.outcomes), half.failure]).toEqual([['A given'], reason])
    const whole = await handOverAll(['A', 'B', 'C'], half.outcomes, claim, () => {})
    expect(names(whole.outcomes)).toEqual(['A given', 'B given', 'C given'])
    expect(asked).toEqual(['A', 'B', 'B', 'C'])
  },
)

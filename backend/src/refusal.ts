import type { RefusalCode } from '@tiptop/contract/refusals.ts'

/** A rule that says no: the one way in which a use case refuses. Anything else thrown is a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: RefusalCode, more: { detail?: string; retryAfterSeconds?: number } = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.detail = more.detail
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

import type { HandedOver } from '@tiptop/contract/handover.ts'
import type { RefusalCode } from '@tiptop/contract/refusals.ts'

type RefusalDetails = { detail?: string; retryAfterSeconds?: number; handedOver?: HandedOver }

/** The one way in which a use case refuses. Anything else thrown is a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly handedOver: HandedOver | undefined

  constructor(code: RefusalCode, more: RefusalDetails = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.detail = more.detail
    this.retryAfterSeconds = more.retryAfterSeconds
    this.handedOver = more.handedOver
  }
}

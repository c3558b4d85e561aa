/** A refusal, as Cloud Storage words it. */
export class Refusal extends Error {
  readonly status: number
  readonly reason: string
  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }

  get body(): string {
    const { status: code, reason, message } = this
    return JSON.stringify({ error: { code, message, errors: [{ domain: 'global', reason, message }] } })
  }
}

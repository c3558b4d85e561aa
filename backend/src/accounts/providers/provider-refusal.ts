import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'

/**
 * Runs a step with a provider; any failure refuses `provider-refused`. The detail is for the operator's log. It quotes
 * nothing of an answer but the name of its error, because an answer may hold a token. A person who declines is no
 * failure and leaves no detail.
 */
export async function refusing<T>(url: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (nameOf(error) === 'access_denied') throw new Refusal('provider-refused')
    const { host, pathname } = new URL(url)
    throw new Refusal('provider-refused', { detail: `${host}${pathname} ${reasonOf(error)}` })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Refusal && error.detail) return error.detail
  if (error instanceof z.ZodError) return 'answered in an unexpected form'
  const { status, code, cause } = error as { status?: number; code?: string; cause?: unknown }
  const answered = status ?? (cause instanceof Response ? cause.status : undefined)
  const words = [answered && `answered ${answered}`, code, nameOf(error)].filter(Boolean)
  return words.length ? words.join(' ') : 'cannot be reached'
}

/** An error's name, such as `invalid_client` (RFC 6749, 4.1.2.1 and 5.2). */
function nameOf(error: unknown): string | undefined {
  if (!(error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)) return undefined
  return /^[a-z_]{1,40}$/.test(error.error) ? error.error : undefined
}

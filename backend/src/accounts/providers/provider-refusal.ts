import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'

/**
 * A step with a provider, in which whatever fails refuses `provider-refused`. The detail is for the operator's log; it
 * quotes nothing of an answer but the name of its error, because an answer may hold a token. Who says no is nobody's
 * fault and not told there.
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
  if (error instanceof z.ZodError) return 'answered something else than agreed'
  const { status, code, cause } = error as { status?: number; code?: string; cause?: unknown }
  const answered = status ?? (cause instanceof Response ? cause.status : undefined)
  const words = [answered && `answered ${answered}`, code, nameOf(error)].filter(Boolean)
  return words.length ? words.join(' ') : 'cannot be reached'
}

/** `invalid_client` and its like (RFC 6749, 4.1.2.1 and 5.2). */
function nameOf(error: unknown): string | undefined {
  if (!(error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)) return undefined
  return /^[a-z_]{1,40}$/.test(error.error) ? error.error : undefined
}

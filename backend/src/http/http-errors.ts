import type { Problem } from '@tiptop/contract/problem.ts'
import type { RefusalCode } from '@tiptop/contract/refusals.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isDatabaseGone } from '../database/database.ts'
import { Refusal } from '../refusal.ts'

const statuses: Record<RefusalCode, number> = {
  'invalid-request': 400,
  'invalid-code-format': 400,
  'not-found': 404,
  'origin-refused': 403,
  'cookie-repeated': 400,
  'session-needed': 401,
  'second-step-needed': 401,
  'role-needed': 403,
  'confirm-password': 403,
  'account-mismatch': 409,
  'invalid-credentials': 401,
  'account-disabled': 403,
  'profile-incomplete': 403,
  'adults-only': 403,
  'email-taken': 409,
  'password-too-common': 400,
  'link-expired': 400,
  'sign-in-busy': 503,
  'provider-refused': 400,
  'provider-email-missing': 400,
  'provider-email-unverified': 409,
  'ticket-unknown': 404,
  'ticket-already-played': 409,
  'contest-closed': 403,
  'staff-may-not-play': 403,
  'too-many-attempts': 429,
  'proof-unavailable': 404,
  'ticket-not-pending': 409,
  'claim-period-over': 403,
  'undo-too-late': 409,
  'shop-missing': 403,
  'own-ticket': 403,
  'own-account': 403,
  'last-admin': 409,
  'user-erased': 409,
  'second-factor-wrong': 401,
  'last-factor': 409,
  'draw-too-early': 403,
  'draw-list-empty': 409,
  'draw-not-frozen': 409,
  'draw-same-person': 403,
  'draw-number-missing': 409,
  'draw-number-changed': 409,
  'draw-number-fixed': 409,
  'draw-number-used': 409,
  'draw-round-passed': 409,
  'draw-round-not-out': 409,
  'draw-signature-wrong': 400,
  'draw-made-already': 409,
  'draw-not-made': 409,
  'draw-winner-may-answer': 409,
  'draw-prize-claimed': 409,
  'draw-no-alternate': 409,
  'service-unavailable': 503,
  'internal-error': 500,
}

const titles: Record<RefusalCode, string> = {
  'invalid-request': 'The request is not valid',
  'invalid-code-format': 'A code has ten characters, none of them 0, O, 1, I or L',
  'not-found': 'There is nothing at this address',
  'origin-refused': 'Changes are accepted only from the site itself',
  'cookie-repeated': 'The request carries two session cookies: send it again',
  'session-needed': 'Sign in first',
  'second-step-needed': 'Pass the second step of the sign-in first',
  'role-needed': 'This account does not have the required role',
  'confirm-password': 'Confirm first who you are: POST /auth/confirm, or sign in again',
  'account-mismatch': 'Another account is signed in than the one that the request names',
  'invalid-credentials': 'Unknown address or wrong password',
  'account-disabled': 'This account is disabled',
  'profile-incomplete': 'Names, birth date or acceptance of the rules are missing',
  'adults-only': 'The contest is open to adults only',
  'email-taken': 'An account with this address already exists',
  'password-too-common': 'This password is among the first that are tried: choose another one',
  'link-expired': 'This link is no longer valid',
  'sign-in-busy': 'Many people are signing in at this moment',
  'provider-refused': 'The provider did not confirm the sign-in',
  'provider-email-missing': 'The provider gave no e-mail address',
  'provider-email-unverified': 'An account with this address exists: sign in with its password',
  'ticket-unknown': 'No ticket has this code',
  'ticket-already-played': 'This ticket has already been played',
  'contest-closed': 'The contest is not open',
  'staff-may-not-play': 'The staff do not take part in this contest',
  'too-many-attempts': 'Too many attempts',
  'proof-unavailable': 'The contest of this ticket has no commitment to prove it by',
  'ticket-not-pending': 'This prize has already been handed over',
  'claim-period-over': 'The time to claim this prize is over',
  'undo-too-late': 'There is no handover that can still be undone',
  'shop-missing': 'This account belongs to no shop',
  'own-ticket': 'No one hands a prize over to themselves',
  'own-account': 'Administrators cannot change their own role or access',
  'last-admin': 'The last administrator must remain',
  'user-erased': 'This account has been erased',
  'second-factor-wrong': 'This code or passkey is not valid, or was used already',
  'last-factor': 'The last second factor of this account must remain',
  'draw-too-early': 'Prizes can still be claimed: the list is frozen afterwards',
  'draw-list-empty': 'No person is eligible for the grand draw',
  'draw-not-frozen': 'The list of the grand draw is not frozen',
  'draw-same-person': 'Two different people confirm each step of the grand draw',
  'draw-number-missing': 'The bailiff has entered no number in the last fifteen minutes',
  'draw-number-changed': 'The bailiff has entered another number or reason in the meantime',
  'draw-number-fixed': 'The announced round is out: the number entered before it counts',
  'draw-number-used': 'A former draw used this number',
  'draw-round-passed': 'The announced round is out, and no number was entered before it: announce a later one',
  'draw-round-not-out': 'The announced round is not out yet',
  'draw-signature-wrong': 'This is not the signature of the announced round',
  'draw-made-already': 'The grand draw is made already',
  'draw-not-made': 'The grand draw is not made, or this rank is not the winner',
  'draw-winner-may-answer': 'The winner still has time to answer',
  'draw-prize-claimed': 'The grand prize is handed over already',
  'draw-no-alternate': 'There is no further alternate',
  'service-unavailable': 'The service is temporarily unavailable',
  'internal-error': 'Something went wrong on our side',
}

/**
 * Answers an error as a problem document. Anything but a refusal is a bug: 500 without detail, logged with the request
 * id.
 */
export function answerError(error: FastifyError | Refusal | Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = asRefusal(error)
  if (refusal.code === 'internal-error') request.log.error({ err: error, requestId: request.id }, 'unexpected error')
  if (refusal.code === 'service-unavailable' && refusal !== error) warnSometimes(request, error)
  const body: Problem = {
    type: `/problems/${refusal.code}`,
    title: titles[refusal.code],
    status: statuses[refusal.code],
    code: refusal.code,
    instance: request.id,
    ...(refusal.detail && { detail: refusal.detail }),
    ...(refusal.handedOver && { handedOver: refusal.handedOver }),
    ...(hasZodFastifySchemaValidationErrors(error) && { errors: error.validation.map(asFieldError) }),
  }
  if (refusal.retryAfterSeconds) {
    body.retryAfterSeconds = refusal.retryAfterSeconds
    reply.header('retry-after', refusal.retryAfterSeconds)
  }
  reply.status(body.status).type('application/problem+json').send(body)
}

let quietUntil = 0

/** At most one line per second: an outage must not flood the log. */
function warnSometimes(request: FastifyRequest, error: Error): void {
  if (Date.now() < quietUntil) return
  quietUntil = Date.now() + 1000
  request.log.warn({ reason: error.message, requestId: request.id }, 'database unreachable')
}

/** An error as clients see it: a refusal as itself, a database that is gone, a faulty request, or a bug. */
export function asRefusal(error: FastifyError | Refusal | Error): Refusal {
  if (error instanceof Refusal) return error
  if (isDatabaseGone(error)) return new Refusal('service-unavailable', { retryAfterSeconds: 5 })
  if ('validation' in error && error.validation) return new Refusal('invalid-request')
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status && status >= 400 && status < 500) return new Refusal('invalid-request', { detail: error.message })
  return new Refusal('internal-error')
}

function asFieldError(fault: { instancePath: string; message?: string | undefined }) {
  return { path: fault.instancePath.replace(/^\//, '').replaceAll('/', '.'), message: fault.message ?? 'invalid' }
}

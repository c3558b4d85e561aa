import { ACCOUNT_HEADER } from '@tiptop/contract/account-header.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers whichever account the request names: it asks who is signed in, or proves by itself whose wish it is. */
    anyAccount?: boolean
  }
}

/**
 * Accepts what a page asks for the account that it shows only if this account is signed in: cookies are shared by the
 * tabs of a browser, where someone else may have signed in since. Refuses `account-mismatch`.
 */
export function refuseOtherAccount(
  { headers, session, routeOptions }: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
) {
  const named = headers[ACCOUNT_HEADER]
  const accepted = named === undefined || !session || named === String(session.userId) || routeOptions.config.anyAccount
  done(accepted ? undefined : new Refusal('account-mismatch'))
}

/** How the description of the API names the header, beside the parameters of a route. */
export const accountHeaderSchema = {
  type: 'object',
  properties: {
    [ACCOUNT_HEADER]: {
      type: 'integer',
      description:
        'The id of the account that the caller acts for. If the session is another account’s, nothing is done and the ' +
        'answer is 409 `account-mismatch`. Without this header the request acts for the account of the session.',
    },
  },
} as const

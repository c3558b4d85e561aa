import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isReserved } from '../reserved.ts'

/** A tablet of a shop serves several employees, a phone of a family several players. */
const ACCOUNTS = 8
const DAYS = 365
const MARK = /^(\d+)\.([\w-]{11})\.([\w-]{22})$/

/** Where a password comes from: the client's address, the accounts that its browser has opened, and its marks of them. */
export type PasswordOrigin = { address: string; accounts: number[]; markOf(userId: number): string | null }

/** An account that a browser has opened, and the signed mark that says so. */
type DeviceMark = { userId: number; mark: string }

/**
 * OWASP's device cookies: a browser that has opened an account keeps a signed mark of it, under which its own failures
 * are counted. Others' guesses at this account never stop it, and its mark helps at no other account.
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export function openDevices({ session: { key, secure } }: Pick<Config, 'session'>) {
  const name = `${secure ? '__Host-' : ''}tiptop_device`
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: DAYS * 86_400 } as const
  const macKey = createSecretKey(createHmac('sha256', key).update('known devices').digest())
  const sign = (text: string) => createHmac('sha256', macKey).update(text).digest().subarray(0, 16)

  function read(mark: string): DeviceMark | [] {
    const [, userId, nonce, mac = ''] = MARK.exec(mark) ?? []
    if (!userId || !timingSafeEqual(sign(`${userId}.${nonce}`), Buffer.from(mac, 'base64url'))) return []
    return { userId: Number(userId), mark }
  }

  const marksOf = (request: FastifyRequest): DeviceMark[] =>
    (request.cookies[name] ?? '').split('~', ACCOUNTS).flatMap(read)

  const othersThan = (request: FastifyRequest, userId: number): string[] =>
    marksOf(request).flatMap(known => (known.userId === userId ? [] : known.mark))

  return {
    /** Where a password in this request comes from. */
    originOf(request: FastifyRequest): PasswordOrigin {
      const marks = marksOf(request)
      return {
        address: request.ip,
        accounts: marks.map(({ userId }) => userId),
        markOf: userId => marks.find(known => known.userId === userId)?.mark ?? null,
      }
    },

    /** Lets this browser be known to an account that it has just opened, with a mark under which nothing failed yet. */
    remember(request: FastifyRequest, reply: FastifyReply, userId: number): void {
      if (isReserved(userId)) return
      const unsigned = `${userId}.${randomBytes(8).toString('base64url')}`
      const mark = `${unsigned}.${sign(unsigned).toString('base64url')}`
      reply.setCookie(name, [mark, ...othersThan(request, userId)].slice(0, ACCOUNTS).join('~'), attributes)
    },

    /** Takes the mark of an account back. */
    forget(request: FastifyRequest, reply: FastifyReply, userId: number): void {
      const others = othersThan(request, userId).join('~')
      if (others) reply.setCookie(name, others, attributes)
      else reply.clearCookie(name, attributes)
    },
  }
}

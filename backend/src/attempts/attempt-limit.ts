/** How often one key (an account, a device, an address) may fail before it must wait, and for how long. */
export type AttemptLimit = {
  /** failures in one window; the last of them begins a wait */
  allowed: number
  /** a window begins with its first failure; later ones do not make it longer */
  windowSeconds: number
  /** the first wait; each further failure of the window begins one twice as long */
  firstWaitSeconds: number
  longestWaitSeconds: number
}

/** What is tried, and what counts it. Metrics show no more of a key than this. */
export const limitKinds = [
  'password:account',
  'password:device',
  'password:address',
  'password:record',
  'password:confirm',
  'second-step:account',
  'register:taken',
  'register:mails',
  'forgot:account',
  'forgot:device',
  'forgot:address',
  'verify:account',
  'profile:account',
  'data:account',
  'identity:account',
  'code:player',
  'code:address',
] as const

type LimitKind = (typeof limitKinds)[number]

/** What is counted together. */
export type LimitedKey = { kind: LimitKind; key: string; limit: AttemptLimit }

export function limitedKey(kind: LimitKind, of: string | number, limit: AttemptLimit): LimitedKey {
  return { kind, key: `${kind}:${of}`, limit }
}

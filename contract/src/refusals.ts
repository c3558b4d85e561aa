/** What the rules of the counter refuse, where employees hand prizes over. No player meets these. */
export const counterRefusalCodes = ['ticket-not-pending', 'claim-period-over', 'undo-too-late', 'shop-missing'] as const

export type CounterRefusalCode = (typeof counterRefusalCodes)[number]

/**
 * What the rules of administration refuse. `last-admin` also meets an administrator who erases his account, and
 * `user-erased` an employee at the counter.
 */
export const administrationRefusalCodes = ['own-account', 'last-admin', 'user-erased'] as const

export type AdministrationRefusalCode = (typeof administrationRefusalCodes)[number]

/**
 * Every way in which a rule says no. The backend gives each its HTTP status, the frontend its sentences;
 * both tables are exhaustive, so that a forgotten code does not compile.
 */
export const refusalCodes = [
  // what was sent
  'invalid-request',
  'invalid-code-format',
  'not-found',
  'origin-refused',
  // who is asking
  'session-needed',
  'role-needed',
  'invalid-credentials',
  'account-disabled',
  'profile-incomplete',
  'adults-only',
  'email-taken',
  'link-expired',
  // signing in through Google or Facebook
  'provider-refused',
  'provider-email-missing',
  'provider-email-unverified',
  // playing
  'ticket-unknown',
  'ticket-already-played',
  'contest-closed',
  'too-many-attempts',
  // handing a prize over
  ...counterRefusalCodes,
  // administering
  ...administrationRefusalCodes,
  // the platform itself
  'service-unavailable',
  'internal-error',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

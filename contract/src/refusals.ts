/** Refusals at the counter, where employees hand prizes over. Players never receive them. */
export const counterRefusalCodes = [
  'ticket-not-pending',
  'claim-period-over',
  'undo-too-late',
  'shop-missing',
  'own-ticket',
] as const

export type CounterRefusalCode = (typeof counterRefusalCodes)[number]

/** Refusals of a play alone. */
export const playRefusalCodes = [
  'ticket-unknown',
  'ticket-already-played',
  'contest-closed',
  'staff-may-not-play',
] as const

export type PlayRefusalCode = (typeof playRefusalCodes)[number]

/** Refusal of a proof alone: the contest of the ticket is of the format that had none. */
export const proofRefusalCodes = ['proof-unavailable'] as const

export type ProofRefusalCode = (typeof proofRefusalCodes)[number]

/**
 * Refusals of administration. An administrator who erases their own account may also receive `last-admin`, and an
 * employee at the counter `user-erased`.
 */
export const administrationRefusalCodes = ['own-account', 'last-admin', 'user-erased'] as const

export type AdministrationRefusalCode = (typeof administrationRefusalCodes)[number]

/** Refusals of the second factor, for staff. */
export const secondFactorRefusalCodes = ['second-factor-wrong', 'last-factor'] as const

export type SecondFactorRefusalCode = (typeof secondFactorRefusalCodes)[number]

/** Refusals of the grand draw, for the bailiff and administrators. */
export const drawRefusalCodes = [
  'draw-too-early',
  'draw-list-empty',
  'draw-not-frozen',
  'draw-same-person',
  'draw-number-missing',
  'draw-number-changed',
  'draw-number-fixed',
  'draw-number-used',
  'draw-round-passed',
  'draw-round-not-out',
  'draw-signature-wrong',
  'draw-made-already',
  'draw-not-made',
  'draw-winner-may-answer',
  'draw-prize-claimed',
  'draw-no-alternate',
] as const

export type DrawRefusalCode = (typeof drawRefusalCodes)[number]

/**
 * Every refusal that a rule can give. The backend maps each code to an HTTP status, the frontend to sentences. Both
 * tables are exhaustive, so a forgotten code does not compile.
 */
export const refusalCodes = [
  // the request
  'invalid-request',
  'invalid-code-format',
  'not-found',
  'origin-refused',
  'cookie-repeated',
  // the user who asks
  'session-needed',
  'second-step-needed',
  'role-needed',
  'confirm-password',
  'account-mismatch',
  'invalid-credentials',
  'account-disabled',
  'profile-incomplete',
  'adults-only',
  'email-taken',
  'password-too-common',
  'link-expired',
  'sign-in-busy',
  // signing in through Google or Facebook
  'provider-refused',
  'provider-email-missing',
  'provider-email-unverified',
  // playing
  ...playRefusalCodes,
  'too-many-attempts',
  ...proofRefusalCodes,
  // handing a prize over
  ...counterRefusalCodes,
  // administering
  ...administrationRefusalCodes,
  // a second factor
  ...secondFactorRefusalCodes,
  // drawing the grand prize
  ...drawRefusalCodes,
  // the platform itself
  'service-unavailable',
  'internal-error',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

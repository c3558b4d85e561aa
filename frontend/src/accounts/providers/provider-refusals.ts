import type { CommonRefusalCode } from '../../refusal-sentences.ts'

/** The refusals with which the backend sends a browser from a provider back to the sign-in page. */
export const providerRefusals = [
  'provider-refused',
  'provider-email-missing',
  'provider-email-unverified',
  'account-disabled',
  'sign-in-busy',
  'service-unavailable',
] as const satisfies CommonRefusalCode[]

import { z } from 'zod'
import { profile, provider } from './accounts.ts'
import { auditEvent } from './audit.ts'
import { playAnswer } from './game.ts'
import { secondFactor } from './second-factor.ts'

/** All the data that the platform holds about a user, for that user (GDPR, articles 15 and 20). */
export const personalData = z
  .object({
    takenAt: z.iso.datetime(),
    profile: profile.extend({
      createdAt: z.iso.datetime(),
      emailVerifiedAt: z.iso.datetime().nullable(),
      rulesAcceptedAt: z.iso.datetime().nullable(),
      newsletterConsentAt: z.iso.datetime().nullable(),
    }),
    identities: z
      .array(z.object({ provider, subject: z.string(), linkedAt: z.iso.datetime() }))
      .describe('the accounts of the user at Google and Facebook'),
    secondFactor: secondFactor.omit({ compulsory: true }),
    tickets: z.array(playAnswer),
    sessions: z.array(
      z.object({
        openedAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
        endedAt: z.iso.datetime().nullable(),
        browser: z.string().nullable(),
        system: z.string().nullable(),
      }),
    ),
    history: z.array(auditEvent.pick({ at: true, kind: true, details: true })),
  })
  .meta({ id: 'PersonalData' })
export type PersonalData = z.infer<typeof personalData>

/** Erasure cannot be undone, so it is confirmed by the password, or by the e-mail address if there is no password. */
export const erasureRequest = z.object({ confirmation: z.string().max(254) }).meta({ id: 'ErasureRequest' })

/** The one-click unsubscribe link of a newsletter. Its token is valid for one account and for nothing else. */
export const unsubscribeRequest = z.object({ token: z.string().max(200) }).meta({ id: 'UnsubscribeRequest' })

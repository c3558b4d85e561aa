import { z } from 'zod'
import { aged, pageRequest } from './page.ts'
import { period } from './period.ts'

/** The kinds of events in the audit trail. */
const auditKind = z.enum([
  'account-registered',
  'account-linked',
  'email-verified',
  'profile-changed',
  'password-reset',
  'password-changed',
  'signed-in',
  'second-step-passed',
  'second-step-code-reused',
  'second-factor-added',
  'second-factor-removed',
  'second-factor-reset',
  'recovery-codes-made',
  'data-downloaded',
  'account-erased',
  'newsletter-left',
  'contest-created',
  'tickets-generated',
  'ticket-played',
  'canary-tried',
  'prize-handed-over',
  'handover-refused',
  'handover-undone',
  'role-changed',
  'account-disabled',
  'account-enabled',
  'export-made',
  'profile-opened',
  'identity-opened',
  'unplayed-tickets-listed',
  'draw-confirmed',
  'draw-list-frozen',
  'grand-draw-made',
  'winner-opened',
  'grand-prize-claimed',
  'alternate-moved-up',
  'verification-opened',
  'verification-closed',
  'conflict-decided',
])
export type AuditKind = z.infer<typeof auditKind>

export const auditSearch = pageRequest.extend({
  ...period.shape,
  kind: auditKind
    .optional()
    .describe('events of this kind; by default every kind except plays, which are most of the trail'),
  user: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .describe('events in which this user acted or which concern them, without plays'),
})
export type AuditSearch = z.infer<typeof auditSearch>

const person = z.object({ id: z.int(), name: z.string() })

export const auditEvent = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    kind: auditKind,
    actor: person.nullable().describe('the user who acted; null when the system or an operator acted'),
    subject: person.nullable().describe('the user whom it concerns, if other than the actor'),
    ticket: z.object({ id: z.int(), code: z.string().nullable() }).nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
    sealed: z.boolean().describe('whether the hash chain already covers it'),
  })
  .meta({ id: 'AuditEvent' })
export type AuditEvent = z.infer<typeof auditEvent>

/** Events, the newest first. */
export const auditList = z
  .object({ items: z.array(auditEvent), nextCursor: z.string().nullable(), ...aged })
  .meta({ id: 'AuditList' })
export type AuditList = z.infer<typeof auditList>

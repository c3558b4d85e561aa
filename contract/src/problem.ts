import { z } from 'zod'
import { handedOver } from './handover.ts'
import { refusalCodes } from './refusals.ts'

/** An error answer: an RFC 9457 problem document with our `code`. */
export const problem = z
  .object({
    type: z.string().describe('URI reference that names the kind of problem'),
    title: z.string(),
    status: z.int(),
    code: z.enum(refusalCodes),
    detail: z.string().optional(),
    instance: z.string().describe('the request id, to quote when asking for help'),
    retryAfterSeconds: z.int().optional(),
    handedOver: handedOver.optional().describe('with `ticket-not-pending`: who handed the prize over, when and where'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('which fields of the request were wrong, and why'),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problem>

import { z } from 'zod'
import { handedOver } from './handover.ts'
import { refusalCodes } from './refusals.ts'

/** The answer to a refused or failed request: an RFC 9457 problem document with a `code`. */
export const problem = z
  .object({
    type: z.string().describe('URI reference that identifies the kind of problem'),
    title: z.string(),
    status: z.int(),
    code: z.enum(refusalCodes),
    detail: z.string().optional(),
    instance: z.string().describe('the id of the request, to quote when asking for help'),
    retryAfterSeconds: z.int().optional(),
    handedOver: handedOver.optional().describe('with `ticket-not-pending`: who handed the prize over, when and where'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('the invalid fields of the request, and what is wrong with each'),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problem>

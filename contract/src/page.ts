import { z } from 'zod'

/** How a list is asked for: the cursor of the last answer, and how many rows at most. */
export const pageRequest = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

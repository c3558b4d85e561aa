import { z } from 'zod'

/** How a list is asked for: the cursor of the last answer, and how many rows at most. */
export const pageRequest = z.object({
  // A place in a list sorted by names holds two names of a hundred signs.
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

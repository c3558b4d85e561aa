import { z } from 'zod'

/** The page of a list to return: the cursor of the previous answer, and the largest number of rows. */
export const pageRequest = z.object({
  // The cursor of a list sorted by name holds two names of a hundred characters.
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

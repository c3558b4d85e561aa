import { z } from 'zod'

/** How old an answer is that a replica of the database gave; absent where the primary gave it. */
export const aged = { lagSeconds: z.int().min(0).optional().describe('age of the answer, if a replica gave it') }

/** The page of a list to return: the cursor of the previous answer, and the largest number of rows. */
export const pageRequest = z.object({
  // The cursor of a list sorted by name holds two names of a hundred characters.
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

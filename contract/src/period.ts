import { z } from 'zod'

/** Days in France, both included; without one of them the period is open on that side. */
export const period = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() })
export type Period = z.infer<typeof period>

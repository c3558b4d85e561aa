import { z } from 'zod'

/** A day as in `2026-11-23`, from 1900 on: no birth date and no event of the contest is older. */
export const calendarDay = z.iso.date().refine(date => date >= '1900-01-01', 'must not be before 1900-01-01')

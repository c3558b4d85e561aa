type AgeBand = { from: number | null; to: number | null; always: boolean }

const LOWER_BOUNDS = [0, 18, 25, 35, 45, 55, 65]
const UNKNOWN = -1

/**
 * The age bands by which plays are counted, the youngest first, each under its key in the database: the lower bound.
 * Players are adults whose age is known; the other bands are shown only if they hold plays.
 */
export const AGE_BANDS: (AgeBand & { key: number })[] = [
  ...LOWER_BOUNDS.map((key, place) => {
    const next = LOWER_BOUNDS[place + 1]
    return { key, from: key, to: next === undefined ? null : next - 1, always: key > 0 }
  }),
  { key: UNKNOWN, from: null, to: null, always: false },
]

/** A moment: a date, or the ISO 8601 text in UTC that journals and manifests have. */
type Moment = Date | string

/** `2026-11-23`, in UTC. */
export const dateText = (at: Moment) => isoOf(at).slice(0, 10)

/** `2026-11-23 03:12`, in UTC. */
export const minuteText = (at: Moment) => isoOf(at).slice(0, 16).replace('T', ' ')

/** `2026-11-23 03:12:05`, in UTC. */
export const secondText = (at: Moment) => isoOf(at).slice(0, 19).replace('T', ' ')

/** `2026-11-23 03:12 UTC`. */
export const utcMinute = (at: Moment) => `${minuteText(at)} UTC`

/** `2026-11-23 03:12:05 UTC`. */
export const utcSecond = (at: Moment) => `${secondText(at)} UTC`

/** `2026-11-23 03:12:05.042 UTC`: for a moment that is asked for as it is written. */
export const utcMillisecond = (at: Date) => `${at.toISOString().slice(0, 23).replace('T', ' ')} UTC`

/** `03:12`, in UTC: for a moment whose day is known. */
export const clockMinute = (at: Moment) => isoOf(at).slice(11, 16)

/** `03:12:05`, in UTC: for a moment whose day is known. */
export const clockSecond = (at: Moment) => isoOf(at).slice(11, 19)

const isoOf = (at: Moment) => (typeof at === 'string' ? at : at.toISOString())

/** From this moment on, until just before that one. */
export type Period = { from: Date; to: Date }

/** The time of this length that ends now. */
export function periodUntil(now: Date, ms: number): Period {
  return { from: new Date(now.getTime() - ms), to: now }
}

/** The one of the same length that ends where this one begins. */
export function periodBefore({ from, to }: Period): Period {
  return periodUntil(from, to.getTime() - from.getTime())
}

export function isWithin(at: Date, { from, to }: Period): boolean {
  return at >= from && at < to
}

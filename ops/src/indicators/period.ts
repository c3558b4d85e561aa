/** From the first moment until just before the second one. */
export type IndicatorPeriod = { from: Date; to: Date }

/** The period of this length that ends now. */
export function periodUntil(now: Date, ms: number): IndicatorPeriod {
  return { from: new Date(now.getTime() - ms), to: now }
}

/** The period of the same length that ends where this one begins. */
export function periodBefore({ from, to }: IndicatorPeriod): IndicatorPeriod {
  return periodUntil(from, to.getTime() - from.getTime())
}

export function isWithin(at: Date, { from, to }: IndicatorPeriod): boolean {
  return at >= from && at < to
}

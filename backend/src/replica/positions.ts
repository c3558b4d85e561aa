/** How far the primary had written its log, in bytes, when it was asked at this moment. */
type PositionAtMoment = { position: number; at: Date }

/**
 * Remembers where the primary was at which moment, so that the position of a replica says how old its data is. It compares
 * no clocks of two machines, and a primary at rest does not make its replica look old.
 *
 * @param mostMs what is older than this is forgotten
 */
export function rememberPositions(mostMs: number) {
  let known: PositionAtMoment[] = []
  return {
    /** Notes a position that the primary gave after this moment. */
    note({ position, at }: PositionAtMoment): void {
      const oldest = at.getTime() - mostMs
      // What lies beyond is from before a failover, whose log went on from an earlier position, or from before a clock was
      // put back. A primary that is where it was has only the newer moment.
      known = known.filter(one => one.position < position && one.at <= at && one.at.getTime() >= oldest)
      known.push({ position, at })
    },
    /** The last known moment of which a replica at this position holds everything, or null. */
    asOf(position: number): Date | null {
      return known.findLast(one => one.position <= position)?.at ?? null
    },
  }
}

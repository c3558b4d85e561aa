/** A set that holds each key for so many milliseconds after it was added last. */
export function openForgetfulSet(heldMs: number) {
  /** until when each key is held, the oldest first */
  const ends = new Map<string, number>()
  return {
    add(key: string): void {
      const now = performance.now()
      for (const [old, end] of ends) {
        if (end > now) break
        ends.delete(old)
      }
      ends.delete(key)
      ends.set(key, now + heldMs)
    },
    has: (key: string): boolean => ends.size > 0 && (ends.get(key) ?? 0) > performance.now(),
  }
}

import { utcMinute } from '../../time/words.ts'
/** A moment as an operator reads it, and as a machine does. */
export function minuteOf(at: Date | string): string {
  const iso = typeof at === 'string' ? new Date(at).toISOString() : at.toISOString()
  return `<time datetime="${iso}">${utcMinute(iso)}</time>`
}

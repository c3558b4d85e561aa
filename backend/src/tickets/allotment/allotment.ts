import { randomSource } from './random-source.ts'

/**
 * Which prize each ticket wins: positions (from 1), as many of each as its quota says, in an order that no one can
 * predict. Each ticket draws from an urn what is left in it, fed by the system's CSPRNG: every order is equally likely, and
 * memory holds the quotas alone.
 * @returns a function that draws the positions of the next tickets: this many, or all that are left
 */
export function openAllotment(quotas: number[]): (count: number) => Uint8Array {
  const left = [...quotas]
  let rest = left.reduce((sum, quota) => sum + quota, 0)
  const random = randomSource()
  const draw = (): number => {
    let place = random(--rest)
    const prize = left.findIndex(amount => {
      if (place < amount) return true
      place -= amount
      return false
    })
    left[prize] = (left[prize] as number) - 1
    return prize + 1
  }
  return count => Uint8Array.from({ length: Math.min(count, rest) }, draw)
}

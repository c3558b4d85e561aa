import { randomSource } from './random-source.ts'

/**
 * Which prize each ticket wins: positions (from 1), as many of each as its quota says, in an order that no one can
 * predict: a Fisher–Yates shuffle (Durstenfeld, CACM 7/1964) fed by the system's CSPRNG, every order equally likely.
 */
export function drawAllotment(quotas: number[]): Uint8Array {
  const positions = new Uint8Array(quotas.reduce((sum, quota) => sum + quota, 0))
  let next = 0
  quotas.forEach((quota, index) => {
    positions.fill(index + 1, next, next + quota)
    next += quota
  })
  const random = randomSource()
  for (let last = positions.length - 1; last > 0; last--) {
    const chosen = random(last)
    const position = positions[chosen] as number
    positions[chosen] = positions[last] as number
    positions[last] = position
  }
  return positions
}

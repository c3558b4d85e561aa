import { setTimeout as wait } from 'node:timers/promises'
import type { Stack } from './stack.ts'
import { Visitor } from './visitor.ts'

const PAUSE_MS = 100

/** What an honest player got during an attack: requests, those that were answered as they should be, and the time of 95 %. */
export type HonestFigures = { asked: number; answered: number; p95Ms: number; faults: string[] }

/** A player who reads, plays and signs in again, over and over, whatever happens around. */
export async function openHonestPlayer(stack: Stack) {
  const player = new Visitor(stack.https, '127.0.9.9')
  await player.register()
  const rounds: [name: string, wanted: number, ask: () => Promise<{ status: number }>][] = [
    ['home page', 200, () => player.get('/')],
    ['contest', 200, () => player.get('/api/contest')],
    ['play', 201, async () => player.post('/api/plays', { code: await stack.newCode() })],
    ['prizes', 200, () => player.get('/api/me/tickets')],
    ['sign-in', 200, () => player.signIn()],
    ['new connection', 200, () => new Visitor(stack.https, '127.0.9.10').get('/api/contest')],
  ]

  /** Plays while `act` runs, and once more in full when it has ended. @returns its result and the player's figures */
  async function during<T>(act: () => Promise<T>): Promise<[result: T, figures: HonestFigures]> {
    const times: number[] = []
    const faults: string[] = []
    let over = false
    const playing = (async () => {
      for (let n = 0; !over || n % rounds.length || n < rounds.length; n++) {
        const [name, wanted, ask] = rounds[n % rounds.length] as (typeof rounds)[number]
        const begun = performance.now()
        const { status } = await ask()
        times.push(performance.now() - begun)
        if (status !== wanted) faults.push(`${name}: ${status || 'no answer'}`)
        await wait(PAUSE_MS)
      }
    })()
    const result = await act().finally(() => {
      over = true
    })
    await playing
    const asked = times.length
    const p95Ms = Math.round(times.sort((a, b) => a - b)[Math.ceil(asked * 0.95) - 1] ?? 0)
    return [result, { asked, answered: asked - faults.length, p95Ms, faults }]
  }

  return { during }
}

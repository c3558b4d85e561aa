import type { DrawState } from '@tiptop/contract/grand-draw.ts'
import { startBackend } from './backend.ts'
import type { Client } from './client.ts'
import { makeContest, makeShop, makeTickets, signedInClient } from './make.ts'

type PlayerFacts = Parameters<typeof signedInClient>[1]

/** Dates around which round 1000 of drand's chain quicknet was published, on 23 August 2023 at 15:59:24 UTC. */
export const DATES = {
  opensAt: new Date('2023-06-01T08:00:00Z'),
  plays: new Date('2023-07-01T08:00:00Z'),
  playsUntil: new Date('2023-08-01T08:00:00Z'),
  claimsUntil: new Date('2023-08-20T08:00:00Z'),
  after: new Date('2023-08-23T15:30:00Z'),
}
export const REASON = 'Une panne a interrompu la séance avant sa fin'

let people = 0

/** A backend whose contest is in its playing period, and what a test of the grand draw needs. */
export async function startDraw({ tickets = 120, env = {} }: { tickets?: number; env?: Record<string, string> } = {}) {
  const backend = await startBackend(env)
  const { clock, tools } = backend
  clock.at = DATES.plays
  const { id: contestId, prizeIds } = await makeContest(tools, DATES)
  const codes = await makeTickets(tools, prizeIds[1] as number, tickets)
  const nice = await makeShop(tools, 'Nice')

  /** Another person than everyone before. */
  const person = (facts: PlayerFacts = {}) =>
    signedInClient(backend, { firstName: 'Élise', lastName: `Personne ${++people}`, ...facts })

  async function play(client: Client): Promise<void> {
    const { status, body } = await client.post('/plays', { code: codes.pop() as string })
    if (status !== 201) throw new Error(`the play was refused: ${body.code}`)
  }

  /** A person who has played one ticket. */
  async function participant(facts: PlayerFacts = {}) {
    const client = await person(facts)
    await play(client)
    return client
  }

  return {
    backend,
    contestId,
    nice,
    person,
    play,
    participant,
    participants: async (count: number) => {
      const made = []
      for (let n = 0; n < count; n++) made.push(await participant())
      return made
    },
    /** The people of the draw, in sessions of their own, once no prize can be claimed any more. */
    async meet(at = DATES.after) {
      clock.at = at
      const bailiff = await person({ role: 'bailiff', firstName: 'Claude', lastName: 'Justice' })
      const admin = await person({ role: 'admin', firstName: 'Dominique', lastName: 'Siège' })
      const state = async (): Promise<DrawState> => (await bailiff.get('/draw')).body
      return {
        bailiff,
        admin,
        state,
        async freeze() {
          for (const who of [bailiff, admin]) {
            const { status, body } = await who.post('/draw/freeze', {})
            if (status !== 200) throw new Error(`the list was not frozen: ${body.code}`)
          }
        },
        async draw(number: string, more: { after?: number; reason?: string; signature?: string } = {}) {
          const { after = 0, reason, signature } = more
          const asked = { after, number, ...(reason && { reason }) }
          const entered = await bailiff.post('/draw/draw', asked)
          if (entered.status !== 200) throw new Error(`the number was refused: ${entered.body.code}`)
          return admin.post('/draw/draw', { ...asked, ...(signature && { signature }) })
        },
      }
    },
    /** Moves the backend's clock on; who was signed in signs in again. */
    async later(ms: number) {
      const at = new Date((clock.at ?? new Date()).getTime() + ms)
      clock.at = at
      const afresh = { created_at: at, last_seen_at: at, reauthenticated_at: at }
      await tools.db.updateTable('sessions').set(afresh).execute()
    },
  }
}

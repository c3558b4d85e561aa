import { z } from 'zod'
import { Failure } from '../failure.ts'
import { asksMachines, jsonIn, type MachineKeys } from './machine-requests.ts'

const selfShape = z.object({
  state: z.string(),
  role: z.string(),
  /** 170004 for 17.4 */
  server_version: z.number().optional(),
  timeline: z.number().optional(),
  patroni: z.object({ version: z.string() }),
})
/** What Patroni says of the machine that was asked. */
export type PatroniSelf = z.infer<typeof selfShape>

const memberShape = z.object({
  name: z.string(),
  role: z.string(),
  state: z.string(),
  timeline: z.number().optional(),
  /** in bytes, or `unknown` */
  lag: z.union([z.number(), z.string()]).optional(),
})
/** What Patroni says of a member, whichever machine was asked. */
export type PatroniMember = z.infer<typeof memberShape>
const clusterShape = z.object({ members: z.array(memberShape), pause: z.boolean().optional() })

/** The Patroni of a machine, by its address. */
export type Patroni = {
  /** @throws a Failure when it does not answer */
  self(address: string): Promise<PatroniSelf>
  members(address: string): Promise<{ members: PatroniMember[]; isPaused: boolean }>
  /** @throws a Failure with Patroni's own words when it refuses */
  switchover(address: string, places: { leader: string; candidate: string }): Promise<void>
  /** removes the data of this replica and copies them again; returns before that is done */
  reinitialize(address: string): Promise<void>
  /** restarts the server of this machine, and returns when it is back */
  restart(address: string): Promise<void>
}

/** Patroni answers once the new primary runs, or the server is back. */
const CHANGE_MS = 120_000

export function openPatroni(keys: MachineKeys): Patroni {
  const ask = asksMachines(keys)
  const look = async <T>(address: string, shape: z.ZodType<T>): Promise<T> => {
    const parsed = shape.safeParse(jsonIn(await ask(address)))
    if (parsed.success) return parsed.data
    throw new Failure('wrong-answer', `${address} : ce n’est pas la réponse de Patroni.`, { hint: null })
  }
  const change = async (address: string, what: 'switchover' | 'reinitialize' | 'restart', body: object) => {
    const answer = await ask(`${address}:8008/${what}`, { method: 'POST', body, timeoutMs: CHANGE_MS })
    if (answer.status >= 300)
      throw new Failure('refused', `Patroni refuse (${what}, ${answer.status}) : ${answer.body.trim()}`, {
        hint: 'tiptop cluster status dit comment va la grappe.',
      })
  }
  return {
    self: address => look(`${address}:8008/patroni`, selfShape),
    members: async address => {
      const { members, pause = false } = await look(`${address}:8008/cluster`, clusterShape)
      return { members, isPaused: pause }
    },
    switchover: (address, places) => change(address, 'switchover', places),
    reinitialize: address => change(address, 'reinitialize', { force: true }),
    restart: address => change(address, 'restart', {}),
  }
}

/** For dry runs: it looks, reports what it would ask, and answers as if that had been done. */
export function dryPatroni(patroni: Patroni, tell: (line: string) => void): Patroni {
  const roles = new Map<string, string>()
  return {
    self: patroni.self,
    async members(address) {
      const seen = await patroni.members(address)
      return { ...seen, members: seen.members.map(one => ({ ...one, role: roles.get(one.name) ?? one.role })) }
    },
    async switchover(_, { leader, candidate }) {
      tell(`donnerait la place de ${leader} à ${candidate}`)
      roles.set(leader, 'quorum_standby').set(candidate, 'leader')
    },
    reinitialize: async address => tell(`referait la base de ${address}`),
    restart: async address => tell(`redémarrerait la base de ${address}`),
  }
}

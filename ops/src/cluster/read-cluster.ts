import type { Etcd } from '../tools/etcd.ts'
import type { Patroni, PatroniMember, PatroniSelf } from '../tools/patroni.ts'
import type { ClusterMachine } from './cluster-settings.ts'

/** A machine of the cluster as it was seen: what it says itself, what the others say of it, and whether its etcd counts. */
export type MachineState = ClusterMachine & {
  /** null when it does not answer */
  self: PatroniSelf | null
  /** null when Patroni does not count it among the members */
  member: PatroniMember | null
  hasQuorum: boolean
}

/** What a cluster is asked by. */
export type ClusterTools = { patroni: Patroni; etcd: Etcd }

export type ClusterState = { machines: MachineState[]; isPaused: boolean; leader: MachineState | null }

/** Asks every machine at once. Never throws: a machine that does not answer is a part of the state. */
export async function readCluster(
  machines: readonly ClusterMachine[],
  { patroni, etcd }: ClusterTools,
): Promise<ClusterState> {
  const seen = await Promise.all(
    machines.map(async machine => {
      const { address } = machine
      const [self, view, hasQuorum] = await Promise.all([
        patroni.self(address).catch(() => null),
        patroni.members(address).catch(() => null),
        etcd.hasQuorum(address),
      ])
      return { machine: { ...machine, self, hasQuorum }, view }
    }),
  )
  // A machine that is cut off repeats what it knew: one whose etcd has a quorum knows better.
  const views = seen.toSorted((one, other) => Number(other.machine.hasQuorum) - Number(one.machine.hasQuorum))
  const view = views.find(({ view }) => view)?.view ?? { members: [], isPaused: false }
  const states = seen.map(({ machine }) => ({
    ...machine,
    member: view.members.find(({ name }) => name === machine.name) ?? null,
  }))
  const leader = states.find(({ member }) => member?.role === 'leader') ?? null
  return { machines: states, isPaused: view.isPaused, leader }
}

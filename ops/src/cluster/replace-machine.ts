import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { waitUntil } from '../time/wait-until.ts'
import type { ClusterMachine } from './cluster-settings.ts'
import { type ClusterState, type ClusterTools, readCluster } from './read-cluster.ts'

const STARTING_MS = 20_000

/** What a replacement still asks of a person. `ready`: the machine answers and only its data have to be copied. */
type Replacement = 'ready' | 'to-be-started'

/**
 * Lets a machine take the place of a lost one. As long as it does not answer, etcd is told to expect it: a member that lost
 * its data must not vote with an empty memory.
 * @throws a Failure, before anything is changed, for the primary and where the two others have no quorum
 */
export async function expectMachine(
  step: Step,
  machines: readonly ClusterMachine[],
  name: string,
  tools: ClusterTools,
): Promise<Replacement> {
  return step('4.3/AO', 'Regarder la grappe', async ({ tell, signal }) => {
    const state = await lookPatiently(machines, name, tools, signal)
    const lost = state.machines.find(machine => machine.name === name)
    if (!lost)
      throw new Failure('usage', `${name} n’est pas une machine de cette grappe.`, {
        hint: 'Son nom est dans CLUSTER_MACHINES.',
      })
    if (state.leader?.name === name)
      throw new Failure('refused', `${name} est la base principale.`, { hint: 'tiptop cluster switchover d’abord.' })
    if (lost.self && lost.hasQuorum) return 'ready'
    const [other] = state.machines.filter(machine => machine.name !== name && machine.hasQuorum)
    if (!other)
      throw new Failure('not-ready', 'etcd n’a pas de majorité sans elle.', {
        hint: 'Remettre d’abord une autre machine en marche : docs/runbooks/split-network.md.',
      })
    await exchangeMember(other.address, lost, tools)
    tell('etcd l’attend')
    return 'to-be-started'
  })
}

/** A machine that has just been started gets some time to answer: it must not be taken for lost. */
async function lookPatiently(
  machines: readonly ClusterMachine[],
  name: string,
  tools: ClusterTools,
  signal: AbortSignal,
): Promise<ClusterState> {
  const look = async () => {
    const state = await readCluster(machines, tools)
    const machine = state.machines.find(one => one.name === name)
    return (!machine || (machine.self && machine.hasQuorum)) && state
  }
  return (await waitUntil(look, { everyMs: 1_000, withinMs: STARTING_MS, signal })) || readCluster(machines, tools)
}

async function exchangeMember(asked: string, { name, address }: ClusterMachine, { etcd }: ClusterTools): Promise<void> {
  const peerUrl = `https://${address}:2380`
  const members = await etcd.members(asked)
  const awaited = members.find(({ peerURLs, ...member }) => !member.name && peerURLs.includes(peerUrl))
  if (awaited) return
  const former = members.find(member => member.name === name)
  if (former) await etcd.remove(asked, former)
  await etcd.add(asked, peerUrl)
}

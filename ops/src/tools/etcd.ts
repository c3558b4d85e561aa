import { z } from 'zod'
import { Failure } from '../failure.ts'
import { asksMachines, jsonIn, type MachineKeys } from './machine-requests.ts'

const memberShape = z.object({ ID: z.string(), name: z.string().default(''), peerURLs: z.array(z.string()) })
const listShape = z.object({ members: z.array(memberShape) })
/** A member that was added and never started has no name. */
type EtcdMember = z.infer<typeof memberShape>

/** The etcd of a machine, by its address. `remove` and `add` change who counts for the quorum. */
export type Etcd = {
  /** whether it takes part in a quorum */
  hasQuorum(address: string): Promise<boolean>
  members(address: string): Promise<EtcdMember[]>
  remove(address: string, member: EtcdMember): Promise<void>
  add(address: string, peerUrl: string): Promise<void>
}

export function openEtcd(keys: MachineKeys): Etcd {
  const ask = asksMachines(keys)
  const member = async (address: string, what: 'list' | 'remove' | 'add', body: object) => {
    const answer = await ask(`${address}:2379/v3/cluster/member/${what}`, { method: 'POST', body })
    if (answer.status === 200) return jsonIn(answer)
    throw new Failure('refused', `etcd refuse (${what}, ${answer.status}) : ${answer.body.trim()}`, {
      hint: 'tiptop cluster status dit comment va la grappe.',
    })
  }
  return {
    hasQuorum: address =>
      ask(`${address}:2379/health`).then(
        ({ body }) => /"health":\s*"?true/.test(body),
        () => false,
      ),
    members: async address => listShape.parse(await member(address, 'list', {})).members,
    remove: async (address, { ID }) => void (await member(address, 'remove', { ID })),
    add: async (address, peerUrl) => void (await member(address, 'add', { peerURLs: [peerUrl] })),
  }
}

/** For dry runs: it looks, and reports what it would ask. */
export function dryEtcd(etcd: Etcd, tell: (line: string) => void): Etcd {
  return {
    ...etcd,
    remove: async (_, { name, peerURLs }) => tell(`retirerait d’etcd ${name || peerURLs.join(', ')}`),
    add: async (_, peerUrl) => tell(`ajouterait à etcd ${peerUrl}`),
  }
}

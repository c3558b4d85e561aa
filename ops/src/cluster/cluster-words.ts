import type { ClusterFault } from './judge-cluster.ts'
import type { ClusterState, MachineState } from './read-cluster.ts'

/** A cluster in lines for an operator: each machine, then what is wrong and what to do. */
export function clusterLines({ machines, leader }: ClusterState, faults: readonly ClusterFault[]): string {
  const quorum = machines.filter(({ hasQuorum }) => hasQuorum).length
  const head = `Base principale : ${leader?.name ?? 'aucune'} · histoire ${leader?.member?.timeline ?? '?'} · etcd ${quorum}/${machines.length}`
  const ending = faults.length
    ? faults.map(({ said, todo }) => `✗ ${said}\n  → ${todo}`)
    : ['✓ N’importe quelle machine peut être perdue.']
  return `${[head, ...machines.map(machineLine), ...ending].join('\n')}\n`
}

function machineLine({ name, address, self, member, hasQuorum }: MachineState): string {
  if (!self) return `  ${name} (${address}) : ne répond pas`
  const version = self.server_version ? `PostgreSQL ${versionWords(self.server_version)}` : 'PostgreSQL arrêté'
  const said = [
    roleWords[member?.role ?? ''] ?? 'hors de la grappe',
    member?.state ?? self.state,
    ...(typeof member?.lag === 'number' ? [`retard ${member.lag} octets`] : []),
    `${version}, Patroni ${self.patroni.version}`,
    ...(hasQuorum ? [] : ['etcd muet']),
  ]
  return `  ${name} (${address}) : ${said.join(', ')}`
}

const roleWords: Record<string, string> = {
  leader: 'principale',
  sync_standby: 'copie synchrone',
  quorum_standby: 'copie synchrone',
  replica: 'copie en retard possible',
}

/** `17.4` for 170004, as the server gives its version. */
const versionWords = (version: number) => `${Math.floor(version / 10_000)}.${version % 10_000}`

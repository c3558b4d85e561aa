import type { ClusterState, MachineState } from './read-cluster.ts'

/** What is wrong with a cluster, and what to do about it, both in French. */
export type ClusterFault = { said: string; todo: string }

/** The oldest Patroni that keeps what was acknowledged when a frozen primary wakes. */
const OLDEST_PATRONI = 4
/** What a replica may be behind, in bytes, before it would not be chosen: `maximum_lag_on_failover`. */
const MOST_LAG = 1_048_576

/** Judges a cluster. No fault means that any one machine may be lost now. @param environment names it in commands */
export function judgeCluster(state: ClusterState, environment: string): ClusterFault[] {
  return [
    ...quorumFaults(state),
    ...leaderFaults(state, environment),
    ...state.machines.flatMap(machine => machineFaults(machine, state, environment)),
  ]
}

function quorumFaults({ machines, isPaused }: ClusterState): ClusterFault[] {
  const mute = machines.filter(({ hasQuorum }) => !hasQuorum)
  const names = mute.map(({ name }) => name).join(', ')
  if (mute.length > 1)
    return [
      {
        said: `etcd n’a plus de majorité (muet : ${names})`,
        todo: 'aucune bascule n’est possible : remettre une de ces machines en marche (docs/runbooks/split-network.md)',
      },
    ]
  const paused = { said: 'la bascule automatique est suspendue', todo: 'patronictl resume, une fois les travaux finis' }
  const alone = {
    said: `etcd ne répond pas sur ${names}`,
    todo: 'une autre panne arrêterait la bascule : docs/runbooks/machine-lost.md',
  }
  return [...(isPaused ? [paused] : []), ...(mute.length ? [alone] : [])]
}

function leaderFaults({ leader, machines }: ClusterState, environment: string): ClusterFault[] {
  if (!leader)
    return [
      {
        said: 'aucune machine n’est la base principale : personne ne joue',
        todo: `attendre 30 secondes et regarder encore (tiptop cluster status ${environment}) ; puis docs/runbooks/database-failover.md`,
      },
    ]
  if (machines.some(({ member }) => /^(sync|quorum)_standby$/.test(member?.role ?? ''))) return []
  return [
    {
      said: 'aucune copie n’est synchrone : perdre la base principale perdrait des participations',
      todo: 'remettre une copie en marche (docs/runbooks/machine-lost.md)',
    },
  ]
}

function machineFaults(machine: MachineState, { leader }: ClusterState, environment: string): ClusterFault[] {
  const { name, self, member } = machine
  if (!self || !member)
    return [
      {
        said: `${name} ne répond pas`,
        todo: `docs/runbooks/machine-lost.md, puis tiptop cluster replace ${environment} ${name}`,
      },
    ]
  const old = patroniFault(self.patroni.version)
  const faults = old
    ? [{ said: `${name} : ${old}`, todo: 'installer Patroni 4 (Debian 13) sur cette machine avant toute bascule' }]
    : []
  if (name === leader?.name) return faults
  if (member.state !== 'streaming')
    return [
      ...faults,
      {
        said: `${name} ne suit pas la base principale (${member.state})`,
        todo: `si cela dure : tiptop cluster replace ${environment} ${name}`,
      },
    ]
  if (leader?.member?.timeline && member.timeline && member.timeline !== leader.member.timeline)
    faults.push({
      said: `${name} est resté sur l’histoire ${member.timeline}`,
      todo: `tiptop cluster replace ${environment} ${name}`,
    })
  if (lagOf(machine) > MOST_LAG)
    faults.push({
      said: `${name} est en retard`,
      todo: 'regarder le disque et le réseau de cette machine ; elle ne serait pas choisie',
    })
  return faults
}

/** What a replica lacks, in bytes; infinite if that is unknown. */
export function lagOf({ member }: MachineState): number {
  if (member?.role === 'leader') return 0
  return typeof member?.lag === 'number' ? member.lag : Number.POSITIVE_INFINITY
}

/** Returns why this version of Patroni is refused, in French; null if it is not. */
export function patroniFault(version: string): string | null {
  const [major = 0] = version.split('.').map(Number)
  if (major >= OLDEST_PATRONI) return null
  return (
    `Patroni ${version} est refusé. Avant la version 4.0, une base principale figée puis réveillée peut reprendre sa place à ` +
    'celle qui l’a remplacée : des milliers de participations confirmées disparaissent sans trace dans la base.'
  )
}

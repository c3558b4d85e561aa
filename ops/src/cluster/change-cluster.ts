import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { waitUntil } from '../time/wait-until.ts'
import type { ClusterMachine } from './cluster-settings.ts'
import { judgeCluster, lagOf, patroniFault } from './judge-cluster.ts'
import { type ClusterState, type ClusterTools, type MachineState, readCluster } from './read-cluster.ts'

type ClusterPlace = { environment: string; machines: readonly ClusterMachine[] }

/** What a copy of a large database may take. */
const PATIENCE = { everyMs: 1_000, withinMs: 30 * 60_000 }

/**
 * Gives the place of the primary to a synchronous replica, and waits until all machines follow it. Players wait some seconds.
 * @param to its name; null for the one that lags least
 * @returns the name of the new primary @throws a Failure before anything is changed if the cluster could not bear it
 */
export async function switchOver(step: Step, place: ClusterPlace, to: string | null, tools: ClusterTools) {
  const { leader, candidate } = await step('4.3/AO', 'Regarder la grappe', async ({ tell }) => {
    const chosen = chooseCandidate(await readCluster(place.machines, tools), to)
    tell(`${chosen.leader.name} donne sa place à ${chosen.candidate.name}`)
    return chosen
  })
  await step('4.3/AB', `Faire de ${candidate.name} la base principale`, () =>
    tools.patroni.switchover(leader.address, { leader: leader.name, candidate: candidate.name }),
  )
  await waitSettled(step, place, tools, state => state.leader?.name === candidate.name)
  return candidate.name
}

/** Restarts every server with the programs that its machine has by now, replicas first, and the primary as a replica. */
export async function upgradeCluster(step: Step, place: ClusterPlace, tools: ClusterTools): Promise<void> {
  const first = await step('4.3/AO', 'Regarder la grappe', () => expectWell(place, tools))
  const replicas = first.machines.filter(({ name }) => name !== first.leader?.name)
  for (const replica of replicas) await restart(step, place, replica, tools)
  await switchOver(step, place, null, tools)
  if (first.leader) await restart(step, place, first.leader, tools)
}

async function restart(step: Step, place: ClusterPlace, { name, address }: MachineState, tools: ClusterTools) {
  await step('4.3/AB', `Redémarrer la base de ${name}`, () => tools.patroni.restart(address))
  await waitSettled(step, place, tools, () => true)
}

/** Copies the data of a replica again from the primary or the archive, and waits until it follows. */
export async function copyAgain(step: Step, place: ClusterPlace, name: string, tools: ClusterTools): Promise<void> {
  await step('4.3/AB', `Refaire la base de ${name}`, async () => {
    const { leader, machines } = await readCluster(place.machines, tools)
    if (!leader)
      throw new Failure('not-ready', 'Aucune base principale : il n’y a rien à copier.', {
        hint: 'Lire docs/runbooks/database-failover.md.',
      })
    const machine = machines.find(one => one.name === name)
    // A copy that is under way, or a server that starts, gets where it goes by itself.
    if (machine && !/^(streaming|starting|creating)/.test(machine.member?.state ?? 'starting'))
      await tools.patroni.reinitialize(machine.address)
  })
  await waitSettled(step, place, tools, () => true)
}

async function waitSettled(
  step: Step,
  { environment, machines }: ClusterPlace,
  tools: ClusterTools,
  holds: (state: ClusterState) => boolean,
): Promise<void> {
  await step('4.3/AO', 'Attendre que toutes les machines suivent', async ({ tell, signal }) => {
    let faults = ''
    const settled = await waitUntil(
      async () => {
        const state = await readCluster(machines, tools)
        faults = judgeCluster(state, environment)
          .map(({ said }) => said)
          .join(' ; ')
        return !faults && holds(state) && state
      },
      { ...PATIENCE, signal },
    )
    if (!settled)
      throw new Failure('check-failed', `La grappe n’est pas revenue entière : ${faults}`, {
        hint: 'Lire docs/runbooks/machine-lost.md.',
      })
    tell(`base principale : ${settled.leader?.name}, histoire ${settled.leader?.member?.timeline}`)
  })
}

async function expectWell({ environment, machines }: ClusterPlace, tools: ClusterTools): Promise<ClusterState> {
  const state = await readCluster(machines, tools)
  const [fault] = judgeCluster(state, environment)
  if (!fault) return state
  throw new Failure('not-ready', `La grappe n’est pas entière : ${fault.said}.`, { hint: fault.todo })
}

/** @throws a Failure if no replica has everything that the primary acknowledged, or if Patroni is too old */
export function chooseCandidate({ leader, machines }: ClusterState, to: string | null) {
  if (!leader?.self)
    throw new Failure('not-ready', 'Aucune base principale ne répond : une bascule ne se demande pas, elle se fait.', {
      hint: 'Lire docs/runbooks/database-failover.md.',
    })
  const old = machines.map(({ self }) => self && patroniFault(self.patroni.version)).find(Boolean)
  if (old)
    throw new Failure('refused', old, { hint: 'Installer Patroni 4 (Debian 13) sur cette machine, puis recommencer.' })
  if (to === leader.name) throw new Failure('refused', `${to} est déjà la base principale.`, { hint: null })
  const ready = machines.filter(({ member }) => /^(sync|quorum)_standby$/.test(member?.role ?? ''))
  const [candidate] = ready.filter(({ name }) => !to || name === to).toSorted((one, other) => lagOf(one) - lagOf(other))
  if (candidate) return { leader, candidate }
  throw new Failure('refused', `${to ?? 'Aucune machine'} ne peut prendre la place : il faut une copie synchrone.`, {
    hint: 'Lire docs/runbooks/machine-lost.md.',
  })
}

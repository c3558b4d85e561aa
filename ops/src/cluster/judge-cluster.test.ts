import { expect, test } from 'vitest'
import { chooseCandidate } from './change-cluster.ts'
import { clusterLines } from './cluster-words.ts'
import { judgeCluster, patroniFault } from './judge-cluster.ts'
import type { ClusterState, MachineState } from './read-cluster.ts'

const machine = (number: number, role: string, more: Partial<MachineState> = {}): MachineState => ({
  name: `n${number}`,
  address: `10.0.0.${number}`,
  self: { state: 'running', role, server_version: 170_004, timeline: 3, patroni: { version: '4.0.7' } },
  member: { name: `n${number}`, role, state: role === 'leader' ? 'running' : 'streaming', timeline: 3, lag: 0 },
  hasQuorum: true,
  ...more,
})

function cluster(...machines: MachineState[]): ClusterState {
  return { machines, isPaused: false, leader: machines.find(({ member }) => member?.role === 'leader') ?? null }
}

const primary = machine(1, 'leader')
const replica = machine(2, 'quorum_standby')
const other = machine(3, 'quorum_standby')
const said = (state: ClusterState) => judgeCluster(state, 'prod').map(fault => fault.said)
const lost = machine(3, '', { self: null, member: null, hasQuorum: false })

test('a whole cluster can lose any machine', () => {
  const state = cluster(primary, replica, other)
  expect(judgeCluster(state, 'prod')).toEqual([])
  expect(clusterLines(state, [])).toContain('N’importe quelle machine peut être perdue')
})

test('Patroni before 4.0 is refused, and the reason is given', () => {
  expect(patroniFault('3.0.2')).toContain('participations confirmées disparaissent')
  expect(patroniFault('4.0.7')).toBeNull()
  const self = { state: 'running', role: 'replica', patroni: { version: '3.0.2' } }
  const state = cluster(primary, machine(2, 'quorum_standby', { self }), other)
  expect(said(state).join()).toContain('n2 : Patroni 3.0.2 est refusé')
  expect(() => chooseCandidate(state, null)).toThrow('Patroni 3.0.2 est refusé')
})

test('a machine that does not answer is named, with the command that replaces it', () => {
  const [, fault] = judgeCluster(cluster(primary, replica, lost), 'prod')
  expect(fault).toMatchObject({ said: 'n3 ne répond pas', todo: expect.stringContaining('cluster replace prod n3') })
})

test('two silent etcd leave no majority', () => {
  const silent = { ...replica, hasQuorum: false }
  expect(said(cluster(primary, silent, lost)).join()).toContain('etcd n’a plus de majorité (muet : n2, n3)')
})

test('without a synchronous replica the primary must not be lost', () => {
  const late = machine(2, 'replica', {
    member: { name: 'n2', role: 'replica', state: 'streaming', timeline: 3, lag: 2_000_000 },
  })
  expect(said(cluster(primary, late, lost))).toEqual(
    expect.arrayContaining([expect.stringContaining('aucune copie n’est synchrone'), 'n2 est en retard']),
  )
  expect(() => chooseCandidate(cluster(primary, late, lost), null)).toThrow('il faut une copie synchrone')
})

test('a replica that stayed on another timeline is to be copied again', () => {
  const apart = machine(2, 'quorum_standby', {
    member: { name: 'n2', role: 'quorum_standby', state: 'streaming', timeline: 2, lag: 0 },
  })
  expect(judgeCluster(cluster(primary, apart, other), 'prod')).toMatchObject([
    { said: 'n2 est resté sur l’histoire 2', todo: 'tiptop cluster replace prod n2' },
  ])
})

test('the replica that lags least takes the place, unless another one is named', () => {
  const behind = machine(2, 'quorum_standby', {
    member: { name: 'n2', role: 'quorum_standby', state: 'streaming', timeline: 3, lag: 4_096 },
  })
  const state = cluster(primary, behind, other)
  expect(chooseCandidate(state, null).candidate.name).toBe('n3')
  expect(chooseCandidate(state, 'n2').candidate.name).toBe('n2')
  expect(() => chooseCandidate(state, 'n1')).toThrow('n1 est déjà la base principale')
})

import { Counter, Gauge, type Registry } from 'prom-client'

/** The figures about a replica; without one there are none. */
export function openReplicaMetrics(registry: Registry) {
  const registers = [registry]
  const reads = new Counter({
    name: 'tiptop_replica_reads_total',
    help: 'Lists, figures and exports of administrators: read on the replica, or the reason why on the primary',
    labelNames: ['answer'],
    registers,
  })
  for (const answer of ['replica', 'away', 'not-a-replica', 'behind', 'own-change']) reads.inc({ answer }, 0)
  const lag = new Gauge({
    name: 'tiptop_replica_lag_seconds',
    help: 'Age of what the replica holds; infinite where it is away or older than DATABASE_READ_LAG_SECONDS',
    registers,
  })
  return { reads, lag }
}

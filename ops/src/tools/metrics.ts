import { Gauge, Registry } from 'prom-client'

/** One gauge with the values that it has now. */
export type GaugeSamples = {
  name: string
  help: string
  samples: { value: number; labels?: Record<string, string> }[]
}

/**
 * Gauges as Prometheus' textfile collector reads them. One without samples is left out: what is unknown is not 0.
 * @param labels what each sample carries beside its own
 */
export async function gaugesText(gauges: readonly GaugeSamples[], labels: Record<string, string>): Promise<string> {
  const registry = new Registry()
  for (const { name, help, samples } of gauges.filter(gauge => gauge.samples.length)) {
    const labelNames = [...new Set(samples.flatMap(sample => Object.keys({ ...labels, ...sample.labels })))]
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] })
    for (const sample of samples) gauge.set({ ...labels, ...sample.labels }, sample.value)
  }
  return registry.metrics()
}

/** A moment as Prometheus counts it. */
export const inUnixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000)

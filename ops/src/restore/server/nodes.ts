import type { Environment } from '../../environment/environment.ts'
import type { StepNodes } from '../../procedure/procedure.ts'
import type { Journey } from '../../release/journeys/journeys.ts'

/** The nodes that the steps of restoring a whole environment stand for: 4.1, 4.2 and 4.3 name them differently. */
export type RebuildNodes = {
  find: StepNodes
  fetch: StepNodes
  configuration: StepNodes
  images: StepNodes
  infrastructure: StepNodes
  database: StepNodes
  replay: StepNodes
  close: StepNodes
  start: StepNodes
  health: StepNodes
  journeys: StepNodes | Record<Journey, StepNodes>
  proof: StepNodes
  open: StepNodes
  done: StepNodes
}

export const rebuildNodes: Record<Environment, RebuildNodes> = {
  dev: {
    find: ['4.1/N', '4.1/O'],
    fetch: '4.1/O',
    configuration: '4.1/O',
    images: ['4.1/J', '4.1/K'],
    infrastructure: '4.1/P',
    database: '4.1/Q',
    replay: '4.1/Q',
    close: '4.1/P',
    start: '4.1/R',
    health: '4.1/S',
    journeys: '4.1/S',
    proof: '4.1/T',
    open: '4.1/R',
    done: '4.1/V',
  },
  preprod: {
    find: ['4.2/K', '4.2/X'],
    fetch: '4.2/K',
    configuration: ['4.2/P', '4.2/Q'],
    images: ['4.2/L', '4.2/M'],
    infrastructure: ['4.2/Y', '4.2/AA'],
    database: ['4.2/U', '4.2/V'],
    replay: '4.2/U',
    close: ['4.2/S', '4.2/T'],
    start: '4.2/W',
    health: '4.2/AB',
    journeys: '4.2/AC',
    proof: '4.2/AD',
    open: '4.2/W',
    done: '4.2/AF',
  },
  prod: {
    find: ['4.3/L', '4.3/M'],
    fetch: ['4.3/N', '4.3/O'],
    configuration: '4.3/AA',
    images: ['4.3/V', '4.3/W', '4.3/X'],
    infrastructure: '4.3/AB',
    database: ['4.3/Y', '4.3/Z', '4.3/AM'],
    replay: ['4.3/AJ', '4.3/AL'],
    close: '4.3/S',
    start: '4.3/AB',
    health: ['4.3/AO', '4.3/AP'],
    journeys: { health: '4.3/AP', signIn: '4.3/AQ', play: '4.3/AR', handOver: '4.3/AS' },
    proof: '4.3/AT',
    open: '4.3/AC',
    done: '4.3/AV',
  },
}

import type { Environment } from '../../environment/environment.ts'
import type { StepNodes } from '../../procedure/procedure.ts'
import type { Journey } from '../../release/journeys/journeys.ts'

/** The nodes that the steps of a restore in place stand for: 4.1, 4.2 and 4.3 name them differently. */
export type InPlaceNodes = {
  loss: StepNodes
  images: StepNodes
  configuration: StepNodes
  close: StepNodes
  announce: StepNodes
  stop: StepNodes
  /** the database comes from a copy */
  dump: StepNodes
  /** the database comes from a base backup and the WAL after it */
  replay: StepNodes
  level: StepNodes
  start: StepNodes
  health: StepNodes
  journeys: StepNodes | Record<Journey, StepNodes>
  proof: StepNodes
  failed: StepNodes
  open: StepNodes
  done: StepNodes
}

export const inPlaceNodes: Record<Environment, InPlaceNodes> = {
  dev: {
    loss: ['4.1/E', '4.1/N', '4.1/O'],
    images: '4.1/K',
    configuration: '4.1/L',
    close: '4.1/P',
    announce: '4.1/P',
    stop: '4.1/P',
    dump: '4.1/Q',
    replay: '4.1/Q',
    level: '4.1/Q',
    start: '4.1/R',
    health: '4.1/S',
    journeys: '4.1/S',
    proof: '4.1/T',
    failed: ['4.1/U', '4.1/W'],
    open: '4.1/R',
    done: ['4.1/V', '4.1/X'],
  },
  preprod: {
    loss: ['4.2/G', '4.2/J'],
    images: ['4.2/L', '4.2/M'],
    configuration: ['4.2/P', '4.2/Q'],
    close: '4.2/S',
    announce: '4.2/S',
    stop: '4.2/T',
    dump: ['4.2/U', '4.2/V'],
    replay: '4.2/U',
    level: '4.2/V',
    start: '4.2/W',
    health: '4.2/AB',
    journeys: '4.2/AC',
    proof: '4.2/AD',
    failed: ['4.2/AE', '4.2/AG'],
    open: '4.2/W',
    done: '4.2/AF',
  },
  prod: {
    loss: ['4.3/R', '4.3/AH', '4.3/AI'],
    images: ['4.3/O', '4.3/V', '4.3/W', '4.3/X'],
    configuration: '4.3/AA',
    close: '4.3/S',
    announce: '4.3/T',
    stop: '4.3/U',
    dump: ['4.3/Y', '4.3/Z', '4.3/AK', '4.3/AM'],
    replay: ['4.3/AJ', '4.3/AL'],
    level: '4.3/AB',
    start: '4.3/AB',
    health: '4.3/AO',
    journeys: { health: '4.3/AP', signIn: '4.3/AQ', play: '4.3/AR', handOver: '4.3/AS' },
    proof: '4.3/AT',
    failed: ['4.3/AU', '4.3/BB'],
    open: '4.3/AC',
    done: '4.3/AV',
  },
}

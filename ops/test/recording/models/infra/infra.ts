import type { ProgramModel } from '../../server-model.ts'
import { backrest } from './backrest.ts'
import { composeInfra } from './compose-infra.ts'
import { engine } from './engine.ts'
import { certbot, machine } from './machine.ts'
import { operate } from './operate.ts'

/** A container that does not run answers no program. */
const expectRunning: ProgramModel = ([program, verb, ...args], _, { infra }) => {
  if (program !== 'docker' || verb !== 'exec') return null
  const container = args.find(arg => !arg.startsWith('--')) ?? ''
  if (!infra.has(container)) throw new Error(`container ${container} is not running`)
  return null
}

/** What recipes that restore ask of a server, beside what deployments ask: the infrastructure below its releases. */
export const infra: ProgramModel[] = [expectRunning, certbot, backrest, composeInfra, operate, engine, machine]

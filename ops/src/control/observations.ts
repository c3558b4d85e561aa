import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runProbe, seenIn } from '../diagnosis/probe.ts'
import { readTraffic } from '../diagnosis/probes/traffic.ts'
import { readCertificate } from '../environment/facts/certificate.ts'
import { readDisks } from '../environment/facts/disks.ts'
import type { Home } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import { archivedWindows } from '../indicators/archived.ts'
import { places } from '../indicators/facts.ts'
import { runningRelease } from '../release/colours.ts'
import { awaitHealth } from '../release/health.ts'
import type { Tools } from '../tools/tools.ts'

const moment = z.iso.datetime()

const observationsShape = z.object({
  /** how the service answered, and when it last answered well; null if nothing serves */
  health: z.object({ at: moment, fault: z.string().nullable(), lastWellAt: moment.nullable() }).nullable(),
  certificate: z.object({ until: moment }).nullable(),
  disks: z.array(z.object({ folder: z.string(), free: z.number(), total: z.number() })),
  /** what nginx answered in the minutes before `at` */
  traffic: z.object({ at: moment, minutes: z.number(), requests: z.number(), errors: z.number() }).nullable(),
  windows: z.array(z.object({ place: z.enum(places), from: z.coerce.date(), until: z.coerce.date() })),
})

/** What was last observed of an environment by asking its services; null or empty what could not be observed. */
export type EnvironmentObservations = z.infer<typeof observationsShape>

const unseen: EnvironmentObservations = { health: null, certificate: null, disks: [], traffic: null, windows: [] }

type Outside = Pick<Tools, 'shell' | 'web' | 'now'>
const LIMIT_MS = 6_000
const MINUTES = 10

/** Returns the last observations; empty ones if there are none yet. */
export async function readObservations(home: Home): Promise<EnvironmentObservations> {
  const text = await readFile(observationsFile(home), 'utf8').catch(() => '{}')
  return observationsShape.catch(unseen).parse(jsonOf(text))
}

export const observationsFile = (home: Home) => join(home.folder, 'seen.json')

/** Asks the service whether it is well, as browsers do, and keeps the other observations. Never throws. */
export async function lookAtHealth(
  target: Target,
  outside: Pick<Outside, 'web' | 'now'>,
): Promise<EnvironmentObservations> {
  const before = await readObservations(target.home)
  const running = await runningRelease(target.home)
  if (!running) return { ...before, health: null }
  const { at, ...seen } = await runProbe({ limitMs: LIMIT_MS, now: outside.now }, signal =>
    awaitHealth(target, running.release, outside, signal),
  )
  const fault = 'unknown' in seen ? seen.unknown : null
  return { ...before, health: { at, fault, lastWellAt: fault ? (before.health?.lastWellAt ?? null) : at } }
}

/** Observes the health, the certificate, the disks, what nginx answered and what the archive covers. Never throws. */
export async function lookAround(target: Target, outside: Outside): Promise<EnvironmentObservations> {
  const { now, shell } = outside
  const timed = { limitMs: LIMIT_MS, now }
  const [seen, certificate, disks, traffic, windows] = await Promise.all([
    lookAtHealth(target, outside),
    runProbe(timed, signal => readCertificate(target, signal)),
    runProbe(timed, signal => readDisks(target, shell, signal)),
    runProbe(timed, signal =>
      readTraffic(target.home, { now: now(), minutes: MINUTES, deployedAt: null }, { shell, signal }),
    ),
    archivedWindows(target, outside),
  ])
  const answered = seenIn(traffic)
  return {
    health: seen.health,
    certificate: seenIn(certificate),
    disks: seenIn(disks) ?? [],
    windows,
    traffic: answered && { at: traffic.at, minutes: MINUTES, requests: answered.requests, errors: answered.errors },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

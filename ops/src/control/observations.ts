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
import { DamagedFile, orDamage } from '../state/damaged-file.ts'
import { readState } from '../state/read-state.ts'
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

/** Returns the last observations; empty ones if there are none that can be read: the next look renews them. */
export async function readObservations(home: Home): Promise<EnvironmentObservations> {
  const kept = await orDamage(readState(observationsFile(home), { shape: observationsShape }))
  return kept === null || kept instanceof DamagedFile ? unseen : kept
}

export const observationsFile = (home: Home) => join(home.folder, 'seen.json')

/** Asks the service whether it is well, as browsers do, and keeps the other observations. Never throws. */
export async function lookAtHealth(
  target: Target,
  outside: Pick<Outside, 'web' | 'now'>,
): Promise<EnvironmentObservations> {
  const before = await readObservations(target.home)
  const running = await orDamage(runningRelease(target.home))
  if (running instanceof DamagedFile)
    return { ...before, health: faultOf(running.message, before, outside.now().toISOString()) }
  if (!running) return { ...before, health: null }
  const { at, ...seen } = await runProbe({ limitMs: LIMIT_MS, now: outside.now }, signal =>
    awaitHealth(target, running.release, outside, signal),
  )
  return {
    ...before,
    health: 'unknown' in seen ? faultOf(seen.unknown, before, at) : { at, fault: null, lastWellAt: at },
  }
}

function faultOf(fault: string, { health }: EnvironmentObservations, at: string) {
  return { at, fault, lastWellAt: health?.lastWellAt ?? null }
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

import { join } from 'node:path'
import { readDiagrams } from '../diagrams/diagrams.ts'
import type { Home } from '../environment/home.ts'
import { openWebOf } from '../environment/open-tools.ts'
import { readSettings } from '../environment/settings.ts'
import type { Target } from '../environment/target.ts'
import { writeState } from '../state/write-state.ts'
import { type Files, openFiles } from '../tools/files.ts'
import type { Tools } from '../tools/tools.ts'
import { type EnvironmentObservations, lookAround, lookAtHealth, observationsFile } from './observations.ts'
import { type ControlRoom, readRoom } from './room.ts'
import { roomPage } from './room-page.ts'

/** The page that nginx shows to operators. */
export const roomFile = (home: Home) => join(home.control, 'index.html')

/**
 * Builds the page of the control room from this server's disk.
 * @param seen what was just observed, which is kept; null to show the last observations with their time
 */
export async function buildRoom(
  home: Home,
  seen: EnvironmentObservations | null,
  now: Date,
  files: Files = openFiles(),
): Promise<ControlRoom> {
  if (seen) await writeState(observationsFile(home), seen, files)
  const room = await readRoom(home, now, seen)
  await files.makeFolder(home.control, 0o755)
  await files.write(roomFile(home), roomPage(room, await readDiagrams()), 0o644)
  return room
}

/** After a run: asks the service for its health, if the settings are readable, and builds the page. */
export async function showRun(home: Home, now: () => Date): Promise<void> {
  const seen = await askHealth(home, now).catch(() => null)
  await buildRoom(home, seen, now())
}

async function askHealth(home: Home, now: () => Date): Promise<EnvironmentObservations> {
  const target = { home, settings: await readSettings(home) }
  return lookAtHealth(target, { web: await openWebOf(target), now })
}

/** Observes everything, and builds the page. */
export async function showAll(
  target: Target,
  tools: Pick<Tools, 'shell' | 'files' | 'web' | 'now'>,
): Promise<ControlRoom> {
  return buildRoom(target.home, await lookAround(target, tools), tools.now(), tools.files)
}

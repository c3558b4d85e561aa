import { join } from 'node:path'
import { readDiagrams } from '../diagrams/diagrams.ts'
import type { Home } from '../environment/home.ts'
import { openWebOf } from '../environment/open-tools.ts'
import { readSettings } from '../environment/settings.ts'
import type { Target } from '../environment/target.ts'
import { openFiles } from '../tools/files.ts'
import type { Tools } from '../tools/tools.ts'
import { type Room, readRoom } from './room.ts'
import { roomPage } from './room-page.ts'
import { lookAround, lookAtHealth, type Seen, seenFile } from './seen.ts'

/** The page that nginx shows to operators. */
export const roomFile = (home: Home) => join(home.control, 'index.html')

/**
 * Builds the control room anew from what lies on this server's disk.
 * @param seen what somebody has just seen from outside, to be kept; null: what was seen before is shown with its time
 */
export async function buildRoom(home: Home, seen: Seen | null, now: Date): Promise<Room> {
  // Whether a run is dry is not asked here: one that is leaves no journal, and is not shown.
  const files = openFiles()
  if (seen) await files.write(seenFile(home), `${JSON.stringify(seen)}\n`, 0o640)
  const room = await readRoom(home, now)
  await files.makeFolder(home.control, 0o755)
  await files.write(roomFile(home), roomPage(room, await readDiagrams()), 0o644)
  return room
}

/** After a run: asks the service how it is, where settings tell how to, and builds the room. */
export async function showRun(home: Home, now: () => Date): Promise<void> {
  const seen = await askHealth(home, now).catch(() => null)
  await buildRoom(home, seen, now())
}

async function askHealth(home: Home, now: () => Date): Promise<Seen> {
  const target = { home, settings: await readSettings(home) }
  return lookAtHealth(target, { web: await openWebOf(target), now })
}

/** Looks at everything, and builds the room. */
export async function showAll(target: Target, tools: Pick<Tools, 'shell' | 'web' | 'now'>): Promise<Room> {
  return buildRoom(target.home, await lookAround(target, tools), tools.now())
}

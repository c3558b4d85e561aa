import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { Home } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { readHolder } from '../procedure/lock.ts'
import { DamagedFile, orDamage } from '../state/damaged-file.ts'
import { namesIn, readState } from '../state/read-state.ts'
import { writeState } from '../state/write-state.ts'
import type { Files } from '../tools/files.ts'
import type { Tools } from '../tools/tools.ts'
import { diagnoseHint } from './health.ts'

const maintenance = z.object({
  since: z.string(),
  reason: z.string(),
  by: z.string(),
  run: z.string(),
  /** a person closed the site: only a person opens it again */
  stays: z.boolean(),
})

/** Why visitors see the maintenance page, since when and through whom. */
export type Maintenance = z.infer<typeof maintenance>

type MaintenanceOptions = { stays?: boolean; at?: Date }

/**
 * Shows visitors the maintenance page from the next request on: nginx looks for one file. This server's own requests
 * pass it, so that what is behind it can be tried before it opens. A site that a person closed already stays theirs to open.
 */
export async function maintenanceOn(
  home: Home,
  reason: string,
  files: Files,
  { stays = false, at = new Date() }: MaintenanceOptions = {},
) {
  const standing = await readMaintenance(home)
  if (standing?.stays && !stays) return
  const { by = 'inconnu', run = '' } = readHolder(home.lock) ?? {}
  const since = standing?.since ?? at.toISOString()
  await close(home, { since, reason, by, run, stays }, files)
}

async function close(home: Home, standing: Maintenance, files: Files): Promise<void> {
  await forgetPasses(home, files)
  await files.write(join(home.flags, `pass-${randomBytes(16).toString('hex')}`), '', 0o644)
  await writeState(flag(home), standing, files, 0o644)
}

/**
 * Opens the site again, unless a person closed it: then a person has to open it.
 * @param always opens it even when a person closed it
 * @returns what still stands
 */
export async function maintenanceOff(home: Home, files: Files, { always = false } = {}): Promise<Maintenance | null> {
  const standing = await readMaintenance(home)
  if (standing?.stays && !always) return standing
  await files.remove(flag(home))
  await forgetPasses(home, files)
  return null
}

/** Closes or opens the site as it was before. @param standing what {@link readMaintenance} said then */
export async function putMaintenanceBack(home: Home, standing: Maintenance | null, files: Files): Promise<void> {
  if (standing) await close(home, standing, files)
  else await maintenanceOff(home, files, { always: true })
}

/** @returns null while the site is open */
export async function readMaintenance(home: Home): Promise<Maintenance | null> {
  const standing = await orDamage(readState(flag(home), { shape: maintenance }))
  // A file that was made by hand closes the site as well, whatever it says.
  return standing instanceof DamagedFile
    ? { since: '', reason: `raison inconnue (${flag(home)} : ${standing.what})`, by: 'inconnu', run: '', stays: true }
    : standing
}

/**
 * Looks at the site as visitors see it.
 * @throws a Failure when it is not closed, or not open, as it should be
 */
export async function checkMaintenance(
  on: boolean,
  { settings }: Target,
  { web }: Pick<Tools, 'web'>,
  signal: AbortSignal,
) {
  for (const url of [`${settings.NEXT_PUBLIC_WEB_URL}/`, `${settings.NEXT_PUBLIC_API_URL}/health`]) {
    const { status } = await web.read(url, { asVisitor: true, signal, pretend: '', pretendStatus: on ? 503 : 200 })
    if (on && status !== 503)
      throw new Failure('check-failed', `${url} : ${status} au lieu de la page de maintenance`, {
        hint: diagnoseHint(settings),
      })
    if (!on && status !== 200)
      throw new Failure('check-failed', `${url} : la maintenance est retirée, et le service répond ${status}`, {
        hint: diagnoseHint(settings),
      })
  }
}

/** The file that nginx looks for at every request. */
export const flag = (home: Home) => join(home.flags, 'maintenance.on')

async function forgetPasses(home: Home, files: Files): Promise<void> {
  const names = await namesIn(home.flags)
  for (const name of names) if (name.startsWith('pass-')) await files.remove(join(home.flags, name))
}

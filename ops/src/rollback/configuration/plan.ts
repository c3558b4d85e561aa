import { parseEnv } from 'node:util'
import type { Home } from '../../environment/home.ts'
import { parseSettings, readSettings, type Settings } from '../../environment/settings.ts'
import { Failure } from '../../failure.ts'
import type { RunningRelease } from '../../release/colours.ts'
import { orDamage } from '../../state/damaged-file.ts'
import { readText } from '../../state/read-state.ts'
import { serving } from '../release/roll-back.ts'
import { linesChanged, OWN_SETTINGS, type SettingChange, settingsChanged, withSettings } from './difference.ts'
import { configurationOf, differs, formerConfiguration, type ReleaseConfiguration } from './former.ts'

/** What going back to a former configuration changes. */
export type ConfigurationPlan = {
  running: RunningRelease
  /** the configuration that it runs with */
  current: ReleaseConfiguration
  former: ReleaseConfiguration
  /** what the settings' file of this server is to hold, and what that means */
  text: string
  settings: Settings
  /** why the settings' file cannot be used as it is; null when it can */
  unusable: string | null
  /** how the settings change, in that file or in what runs, and how the compose file does */
  changes: SettingChange[]
  lines: string[]
  /** whether what runs has another configuration: otherwise the settings' file alone is put back */
  relaunch: boolean
  /** whether addresses differ, which are built into the pages: the frontend then comes from the former release too */
  pages: boolean
}

/** Settings that an image of the frontend is built with. */
const BUILT_IN = ['NEXT_PUBLIC_WEB_URL', 'NEXT_PUBLIC_API_URL', 'SECURITY_CONTACT', 'SECURITY_EXPIRES']

/**
 * Where a configuration goes back to. Where the settings' file is unusable, what runs is not at fault: the
 * file gets the settings of the release that serves.
 * @param to a release or a rollback point; null: the newest configuration that is another one
 * @returns null when nothing differs
 * @throws a Failure when nothing serves, or there is no such configuration, or it cannot be used any more
 */
export async function planConfiguration(home: Home, to: string | null): Promise<ConfigurationPlan | null> {
  const running = await serving(home)
  const current = await configurationOf(home, running.release)
  const [file, unusable] = await Promise.all([
    settingsHere(home),
    readSettings(home).then(
      () => null,
      (error: Error) => error.message,
    ),
  ])
  const former =
    to === running.release.name || (unusable && !to) ? current : await formerConfiguration(current, to, home)
  if (!former) return null
  const text = withSettings(former.settings, ownOf(unusable ? current.settings : file, former.settings))
  const onDisk = settingsChanged(file, text)
  const inUse = settingsChanged(current.settings, text)
  const relaunch = differs(current, former)
  if (!relaunch && !onDisk.length && !unusable) return null
  const listed = new Set(onDisk.map(({ setting }) => setting))
  const changes = [...onDisk, ...inUse.filter(({ setting }) => !listed.has(setting))]
  return {
    running,
    current,
    former,
    text,
    unusable,
    changes,
    relaunch,
    settings: usable(text, former.name),
    lines: linesChanged(current.app, former.app),
    pages: settingsChanged(current.settings, former.settings).some(({ setting }) => BUILT_IN.includes(setting)),
  }
}

/** Whether the settings' file differs from the settings that the running release was started with. */
export async function settingsAwait(home: Home): Promise<boolean> {
  const { release } = await serving(home)
  const [file, { settings }] = [await settingsHere(home), await configurationOf(home, release)]
  return settingsChanged(file, settings).length > 0
}

/** @returns the text of the settings' file; empty when there is none, or the system does not give it */
async function settingsHere(home: Home): Promise<string> {
  const text = await orDamage(readText(home.settings))
  return typeof text === 'string' ? text : ''
}

/** What belongs to this server in its settings; empty where the former ones alone name it. */
function ownOf(text: string, former: string): Record<string, string> {
  const [values, others] = [parseEnv(text), parseEnv(former)]
  const named = OWN_SETTINGS.filter(name => name in values || name in others)
  return Object.fromEntries(named.map(name => [name, values[name] ?? '']))
}

function usable(text: string, name: string): Settings {
  try {
    return parseSettings(text, `La configuration de ${name}`)
  } catch (error) {
    throw new Failure('not-ready', (error as Error).message, {
      hint: '--to nomme une autre version, ou un autre point de retour.',
      cause: error,
    })
  }
}

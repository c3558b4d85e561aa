import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../environment/home.ts'
import { infraFiles } from '../environment/installation/install.ts'
import type { RunningRelease } from '../release/colours.ts'
import { type Fingerprint, fingerprintOf } from '../tools/files.ts'
import type { Tools } from '../tools/tools.ts'

/** Texts of the configuration, by the path that they get in the folder of a rollback point. */
type ConfigurationTexts = Map<string, string>

/**
 * What serves was started with these files; before the first deployment, the settings that it will have. No secret is
 * among them: a deployment changes none.
 */
export async function readConfiguration(home: Home, running: RunningRelease | null): Promise<ConfigurationTexts> {
  const release = running && join(home.releases, running.release.name)
  const sources: Record<string, string> = {
    ...(release && { 'app.yaml': join(release, 'app.yaml') }),
    'settings.env': release ? join(release, 'settings.env') : home.settings,
    ...Object.fromEntries(infraFiles.map(name => [`infra/${name}`, join(home.infra, name)])),
  }
  const read = Object.entries(sources).map(async ([to, from]) => [to, await readFile(from, 'utf8')] as const)
  return new Map(await Promise.all(read))
}

/** What `versions.json` says of them. */
export function fingerprintsOf(configuration: ConfigurationTexts): Record<string, Fingerprint> {
  return Object.fromEntries([...configuration].map(([file, text]) => [file, fingerprintOf(text)]))
}

export async function saveConfiguration(
  configuration: ConfigurationTexts,
  folder: string,
  { files }: Pick<Tools, 'files'>,
) {
  await files.makeFolder(join(folder, 'infra'), 0o700)
  for (const [file, text] of configuration) await files.write(join(folder, file), text, 0o600)
}

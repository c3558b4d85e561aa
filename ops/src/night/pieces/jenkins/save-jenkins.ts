import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { readSecret } from '../../../environment/target.ts'
import { trustedBy } from '../../../environment/trusted.ts'
import type { Step, StepAction } from '../../../procedure/procedure.ts'
import { inBytes } from '../../../tools/free-space.ts'
import { type Jenkins, openJenkins } from '../../../tools/jenkins.ts'
import type { ShellCommand } from '../../../tools/shell.ts'
import type { BackupDraft, MakePieces } from '../../making.ts'
import { expectHome, isJob, jobFiles, keyFiles, settingFiles, thoseThere } from './home-files.ts'
import { installedPlugins, pluginList } from './installed-plugins.ts'

const ARCHIVE = 'jenkins.tar'
/** Beside Jenkins' home in the archive: what its plugins were, and its configuration as it told it. */
const [PLUGINS, CONFIGURATION] = ['plugins.txt', 'configuration.yaml']
/** Jenkins works on while it is read, and one that starts answers nothing for a while. */
const PATIENCE = { everyMs: 2_000, pausesMs: [2_000, 8_000] }
type Patience = typeof PATIENCE
const TRIES = 3

/**
 * Saves what makes a Jenkins this Jenkins: its jobs, its encrypted credentials with the keys that open them, the list of
 * its plugins and its settings, as they lie in its home. A Jenkins that does not answer is told and takes nothing away
 * from that; a home that is set and cannot be read ends the night. Adds nothing where no home is set.
 * @param patience how long a step that failed waits, and Jenkins is waited for
 */
export function saveJenkins({ everyMs, pausesMs }: Patience = PATIENCE): MakePieces {
  const how = { retry: { times: TRIES, everyMs } }
  return async (step, making) => {
    const { JENKINS_HOME: home, JENKINS_URL: url } = making.target.settings
    if (!home) return []
    const retried: Step = (where, title, act) => step(where, title, act, how)
    return save(retried, making, url ? await openFor(making, pausesMs) : null)
  }
}

async function save(step: Step, making: BackupDraft, jenkins: Jenkins | null): Promise<BackupPiece[]> {
  const { JENKINS_HOME: home } = making.target.settings
  const listJobs: StepAction<string[]> = async ({ tell }) => {
    await expectHome(home)
    const found = await jobFiles(home)
    tell(`${found.filter(isJob).length} jobs`)
    return found
  }
  const listKeys: StepAction<string[]> = async ({ tell }) => {
    const found = await keyFiles(home)
    tell(`${found.length} fichiers, avec la clé qui les ouvre`)
    return found
  }
  const jobs = await step('3.1/Y', 'Exporter les jobs de Jenkins', listJobs)
  const keys = await step('3.1/Z', 'Copier les identifiants chiffrés de Jenkins et leurs clés', listKeys)
  const plugins = await savePlugins(step, making, jenkins)
  return [await saveSettings(step, making, { jenkins, files: [...jobs, ...keys], extras: [plugins] })]
}

async function openFor({ target: { home, settings } }: BackupDraft, pausesMs: readonly number[]): Promise<Jenkins> {
  const token = await readSecret(home, 'jenkins-token')
  const place = { url: settings.JENKINS_URL, user: settings.JENKINS_USER, token, trusted: await trustedBy(home) }
  return openJenkins(place, pausesMs)
}

/** @returns the name of the file that lists them */
function savePlugins(
  step: Step,
  { target, tools, folder, warn }: BackupDraft,
  jenkins: Jenkins | null,
): Promise<string> {
  const save: StepAction<string> = async ({ tell, signal }) => {
    const asked = await jenkins?.plugins(signal).catch((error: Error) => {
      signal.throwIfAborted()
      warn(`${error.message} La liste de ses plugins est celle de son dossier.`)
    })
    const plugins = asked ?? (await installedPlugins(target.settings.JENKINS_HOME))
    await tools.files.write(join(folder, PLUGINS), pluginList(plugins), 0o600)
    tell(`${plugins.length} plugins, ${asked ? 'dits par Jenkins' : 'lus dans son dossier'}`)
    return PLUGINS
  }
  return step('3.1/AA', 'Relever la liste des plugins de Jenkins', save)
}

type JenkinsContent = { jenkins: Jenkins | null; files: string[]; extras: string[] }

function saveSettings(
  step: Step,
  making: BackupDraft,
  { jenkins, files, extras }: JenkinsContent,
): Promise<BackupPiece> {
  const save: StepAction<BackupPiece> = async ({ tell, signal }) => {
    const told = await saveConfiguration(making, jenkins, signal)
    const settings = await settingFiles(making.target.settings.JENKINS_HOME)
    const piece = await archive(making, [...files, ...settings], told ? [...extras, told] : extras, signal)
    tell(`${settings.length} fichiers${told ? ', et ce que Jenkins en dit' : ''} ; en tout ${inBytes(piece.bytes)}`)
    return piece
  }
  return step('3.1/AB', 'Copier la configuration générale de Jenkins', save)
}

/** @returns the name of the file that holds it; null when Jenkins does not tell it, which its home has all the same */
async function saveConfiguration({ tools, folder, warn }: BackupDraft, jenkins: Jenkins | null, signal: AbortSignal) {
  const said = await jenkins?.configuration(signal).catch((error: Error) => {
    signal.throwIfAborted()
    warn(`${error.message} Sa configuration générale est celle de son dossier.`)
  })
  if (!said) return null
  await tools.files.write(join(folder, CONFIGURATION), said, 0o600)
  return CONFIGURATION
}

/** One archive: Jenkins' home under its own name, and beside it what was asked. */
async function archive({ target, tools, folder }: BackupDraft, paths: string[], extras: string[], signal: AbortSignal) {
  const { JENKINS_HOME: home } = target.settings
  const input = (await thoseThere(home, paths)).map(path => join(basename(home), path)).join('\0')
  const write = (output: Writable) => tools.shell.run(tar(dirname(home), folder, extras), { input, output, signal })
  const fingerprint = await tools.files.receive(join(folder, ARCHIVE), write, 0o600)
  for (const extra of extras) await tools.files.remove(join(folder, extra))
  return { name: ARCHIVE, kind: 'jenkins' as const, ...fingerprint }
}

/** Paths come by the input, each ended by a zero byte: there may be thousands, of any name. */
function tar(from: string, folder: string, extras: string[]): ShellCommand {
  return [
    ...(['tar', '--create', '--file=-', '--numeric-owner', '--hard-dereference', '--no-recursion'] as const),
    `--directory=${from}`,
    '--null',
    '--verbatim-files-from',
    '--files-from=-',
    `--directory=${folder}`,
    ...extras,
  ]
}

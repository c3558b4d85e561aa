import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { openJenkinsOf } from '../../../environment/open-tools.ts'
import type { Step, StepAction } from '../../../procedure/procedure.ts'
import { inBytes } from '../../../tools/free-space.ts'
import type { Jenkins } from '../../../tools/jenkins.ts'
import type { ShellCommand } from '../../../tools/shell.ts'
import type { BackupDraft } from '../../making.ts'
import { expectHome, isJob, jobFiles, keyFiles, settingFiles, thoseThere } from './home-files.ts'
import { installedPlugins, pluginList } from './installed-plugins.ts'

const ARCHIVE = 'jenkins.tar'
/** Beside Jenkins' home in the archive: the list of its plugins, and its configuration as it exports it. */
const [PLUGINS, CONFIGURATION] = ['plugins.txt', 'configuration.yaml']
/** Jenkins goes on working while it is read, and does not answer while it starts. */
const PATIENCE = { everyMs: 2_000, pausesMs: [2_000, 8_000] }
type Patience = typeof PATIENCE
const TRIES = 3

/**
 * Saves what distinguishes this Jenkins from a fresh one: its jobs, its encrypted credentials with the keys that open
 * them, the list of its plugins and its settings, as they are in its home: 3.1/Y to 3.1/AB. If Jenkins does not answer,
 * its home is saved all the same, with a warning.
 * @throws a Failure if its home cannot be read
 * @param patience how long to wait before a failed step is tried again, and before Jenkins is asked again
 */
export async function saveJenkins(
  step: Step,
  draft: BackupDraft,
  { everyMs, pausesMs }: Patience = PATIENCE,
): Promise<BackupPiece[]> {
  const { JENKINS_HOME: home } = draft.target.settings
  const retried: Step = (nodes, title, act) => step(nodes, title, act, { retry: { times: TRIES, everyMs } })
  const jenkins = await openJenkinsOf(draft.target, pausesMs)
  const jobs = await retried('3.1/Y', 'Exporter les jobs de Jenkins', async ({ tell }) => {
    await expectHome(home)
    const found = await jobFiles(home)
    tell(`${found.filter(isJob).length} jobs`)
    return found
  })
  const keys = await retried('3.1/Z', 'Copier les identifiants chiffrés de Jenkins et leurs clés', async ({ tell }) => {
    const found = await keyFiles(home)
    tell(`${found.length} fichiers, avec la clé qui les ouvre`)
    return found
  })
  const plugins = await savePlugins(retried, draft, jenkins)
  return [await saveSettings(retried, draft, { jenkins, files: [...jobs, ...keys], extras: [plugins] })]
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
  draft: BackupDraft,
  { jenkins, files, extras }: JenkinsContent,
): Promise<BackupPiece> {
  const save: StepAction<BackupPiece> = async ({ tell, signal }) => {
    const told = await saveConfiguration(draft, jenkins, signal)
    const settings = await settingFiles(draft.target.settings.JENKINS_HOME)
    const piece = await archive(draft, [...files, ...settings], told ? [...extras, told] : extras, signal)
    tell(`${settings.length} fichiers${told ? ', et ce que Jenkins en dit' : ''} ; en tout ${inBytes(piece.bytes)}`)
    return piece
  }
  return step('3.1/AB', 'Copier la configuration générale de Jenkins', save)
}

/** @returns the name of the file that holds it; null if Jenkins does not export it: its home has it all the same */
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

/** Reads the paths from its input, each ended by a zero byte: there may be thousands, with any name. */
function tar(from: string, folder: string, extras: string[]): ShellCommand {
  const options = ['--numeric-owner', '--hard-dereference', '--no-recursion']
  const paths = [`--directory=${from}`, '--null', '--verbatim-files-from', '--files-from=-']
  return ['tar', '--create', '--file=-', ...options, ...paths, `--directory=${folder}`, ...extras]
}

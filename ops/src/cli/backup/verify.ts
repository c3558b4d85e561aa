import { Command } from 'commander'
import { type BackupManifest, foreignWords, isBackupName, OWN_FOLDER } from '../../archive/manifest.ts'
import { listRemote, readRemoteManifest } from '../../archive/remote-backups.ts'
import { openStores } from '../../archive/stores/open-stores.ts'
import { readIdentities } from '../../archive/stores/seal.ts'
import type { Store } from '../../archive/stores/store.ts'
import { verifyCopy } from '../../archive/verify-copy.ts'
import type { Environment } from '../../environment/environment.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import { Failure, withHint } from '../../failure.ts'
import type { Notice } from '../../tools/notices.ts'
import { answerDryRun } from '../dialogue/answer.ts'
import { type CliTools, tellBelow } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from '../dialogue/options.ts'
import { conclude } from '../dialogue/report.ts'
import { runOn } from '../run-on.ts'

type VerifyOptions = RunOptions & { identity?: string; from?: string }

/** `tiptop backup verify <env> [nom]`: whether a remote copy is still what was sent, and can be restored. */
export function verifyCommand(tools: CliTools): Command {
  return new Command('verify')
    .description('Relire une sauvegarde là où elle fut envoyée ; avec une clé privée, l’ouvrir et restaurer sa base.')
    .addArgument(environmentArgument)
    .argument('[nom]', 'la sauvegarde, par exemple 20261123-020000 ; sinon la plus récente de chaque destination')
    .option('--identity <fichier>', 'la clé privée d’age qui l’ouvre, apportée le temps de la vérification')
    .option('--from <destination>', 'une destination seulement')
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, name: string | undefined, options: VerifyOptions) => verify(tools, env, name, options))
}

async function verify(tools: CliTools, environment: Environment, name: string | undefined, options: VerifyOptions) {
  const { identity, from } = options
  if (name && !isBackupName(name)) throw new UsageError(`« ${name} » n’est pas un nom comme 20261123-020000.`)
  const identities = identity ? await readIdentities(identity) : []
  if (options.dryRun) return showCopies(tools, environment, name, options)
  const input = { name: name ?? 'la plus récente', opened: identities.length > 0 }
  const finished = await runOn(
    tools,
    { environment, procedure: 'verify', input, dryRun: false },
    async (step, target, outside) => {
      const faults: string[] = []
      for (const store of await chosen(target, from)) {
        const manifest = await find(store, environment, name)
        // A damaged copy says nothing of the next destination, which is looked at as well.
        await verifyCopy(step, { store, manifest, identities, target, tools: outside }).catch((error: Error) =>
          faults.push(error.message),
        )
      }
      if (faults.length)
        throw new Failure('damaged', faults.join('\n'), {
          hint: `Les autres lieux et les autres nuits servent ; tiptop backup nightly ${environment} en fait une neuve.`,
        })
    },
  )
  await conclude(finished, {
    tools,
    options,
    notice: ending => (ending.outcome === 'done' ? null : damageNotice(environment, ending.error, finished.run)),
  })
}

function damageNotice(environment: Environment, error: Error, run: string): Notice {
  const text = `${withHint(error)}\n\ntiptop runs show ${run}\n`
  return { severity: 'alert', subject: `[${environment}] une copie lointaine n’est pas bonne`, text }
}

/** What would be read back, and where; with a private key it would be opened and its database restored as well. */
async function showCopies(tools: CliTools, environment: Environment, name: string | undefined, options: VerifyOptions) {
  const target = await openTarget(tools.config, environment)
  const more = options.identity ? ', l’ouvrirait et restaurerait sa base' : ''
  const lines: string[] = []
  for (const store of await chosen(target, options.from))
    lines.push(`relirait ${(await find(store, environment, name)).name} chez ${store.name}${more}`)
  for (const line of lines) tellBelow(tools)(line)
  answerDryRun(tools, options.json, lines)
}

async function chosen(target: Target, from: string | undefined): Promise<Store[]> {
  const stores = await openStores(target)
  const found = from ? stores.filter(({ name }) => name === from) : stores
  if (found.length) return found
  const names = stores.map(({ name }) => name).join(', ') || 'aucune (BACKUP_DESTINATIONS)'
  throw new Failure(
    'not-there',
    `Il n’y a pas de destination ${from ?? ''} ; celles de ${target.home.environment} : ${names}.`,
    { hint: '--from nomme une de celles-là ; sans --from, toutes sont relues.' },
  )
}

async function find(store: Store, environment: Environment, name: string | undefined): Promise<BackupManifest> {
  if (!name) {
    const newest = (await listRemote(store, environment)).find(({ whole }) => whole)
    if (newest?.whole) return newest.manifest
    throw new Failure('not-there', `${store.name} n’a aucune sauvegarde entière de ${environment}.`, {
      hint: `tiptop backup nightly ${environment} en fait une et l’envoie.`,
    })
  }
  const manifest = await readRemoteManifest(store, environment, name)
  if (!manifest)
    throw new Failure(
      'not-there',
      `${store.name} n’a pas de sauvegarde ${name} de ${environment}, ou pas son manifeste.`,
      { hint: `tiptop backup list ${environment} montre celles qu’il y a.` },
    )
  if (manifest.environment !== environment)
    throw new Failure('refused', `${foreignWords(manifest, environment)}.`, { hint: OWN_FOLDER })
  return manifest
}

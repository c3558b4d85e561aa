import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Argument, Command } from 'commander'
import { copyAgain, switchOver, upgradeCluster } from '../cluster/change-cluster.ts'
import { clusterHome } from '../cluster/cluster-home.ts'
import { type ClusterSettings, readClusterSettings } from '../cluster/cluster-settings.ts'
import { clusterLines } from '../cluster/cluster-words.ts'
import { judgeCluster } from '../cluster/judge-cluster.ts'
import type { ClusterBeginning } from '../cluster/machines/machine-files.ts'
import { prepareCluster } from '../cluster/machines/prepare-cluster.ts'
import { type ClusterTools, readCluster } from '../cluster/read-cluster.ts'
import { expectMachine } from '../cluster/replace-machine.ts'
import type { Environment } from '../environment/environment.ts'
import { openNoticesOf } from '../environment/open-tools.ts'
import type { Target } from '../environment/target.ts'
import { withHint } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { dryEtcd, openEtcd } from '../tools/etcd.ts'
import { dryFiles, type Files, openFiles } from '../tools/files.ts'
import { dryNotices } from '../tools/notices.ts'
import { dryPatroni, openPatroni } from '../tools/patroni.ts'
import { dryShell, openShell, type Shell } from '../tools/shell.ts'
import { lookable } from './diagnose.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { RunEnded } from './dialogue/exit-codes.ts'
import { momentOf } from './dialogue/moment.ts'
import {
  type CommonOptions,
  dryRunOption,
  environmentArgument,
  jsonOption,
  type RunOptions,
  reportOption,
  yesOption,
} from './dialogue/options.ts'
import { mustAgree } from './dialogue/question.ts'
import { conclude } from './dialogue/report.ts'
import { runIn } from './run-on.ts'

type PrepareOptions = RunOptions & { fromArchive: boolean; to?: string }
type SwitchOptions = CommonOptions & { to?: string }

/** `tiptop cluster prepare|status|switchover|replace|upgrade <env>`: the three machines of the database. */
export function clusterCommand(tools: CliTools): Command {
  const cluster = new Command('cluster').description('Tenir la base sur trois machines, dont une peut mourir.')
  const changing = (name: string, description: string) =>
    cluster.command(name).description(description).addArgument(environmentArgument)
  const common = (command: Command) => command.addOption(reportOption).addOption(dryRunOption).addOption(jsonOption)
  const asking = (name: string, description: string) => changing(name, description).addOption(yesOption)
  common(changing('prepare', 'Écrire les fichiers de chaque machine, avec ses certificats et ses mots de passe.'))
    .option('--from-archive', 'la première machine commence par ce que l’archive contient', false)
    .option('--to <moment>', 'avec --from-archive : revenir à ce moment')
    .action((env: Environment, options: PrepareOptions) => prepare(tools, env, options))
  cluster
    .command('status')
    .description('Dire qui mène, qui suit, de combien, et quoi faire si une machine manque. Ne change rien.')
    .addArgument(environmentArgument)
    .addOption(jsonOption)
    .action((env: Environment, { json }: Pick<CommonOptions, 'json'>) => status(tools, env, json))
  common(asking('switchover', 'Donner la base principale à une autre machine, sans rien perdre (quelques secondes).'))
    .option('--to <machine>', 'celle qui prend la place (par défaut : la moins en retard)')
    .action((env: Environment, options: SwitchOptions) => switchover(tools, env, options))
  common(asking('replace', 'Refaire une copie abîmée, ou mettre une machine neuve à la place d’une machine perdue.'))
    .addArgument(new Argument('<machine>', 'son nom dans CLUSTER_MACHINES'))
    .action((env: Environment, name: string, options: CommonOptions) => replace(tools, env, name, options))
  common(
    asking('upgrade', 'Redémarrer chaque base l’une après l’autre, avec les paquets mis à jour sur sa machine.'),
  ).action((env: Environment, options: CommonOptions) => upgrade(tools, env, options))
  return cluster
}

async function prepare(tools: CliTools, env: Environment, options: PrepareOptions): Promise<void> {
  const { target, settings } = await openCluster(tools, env)
  const beginning = beginningOf(options, tools)
  await under(tools, target, { procedure: 'cluster-prepare', input: { beginning }, options }, (step, outside) =>
    prepareCluster(step, target, settings, { beginning, replaced: null }, outside),
  )
}

function beginningOf({ fromArchive, to }: PrepareOptions, { now }: CliTools): ClusterBeginning {
  return fromArchive ? { from: 'archive', to: to ? momentOf('--to', to, now()) : null } : { from: 'nothing' }
}

async function status(tools: CliTools, environment: Environment, json: boolean): Promise<void> {
  const { target, settings } = await openCluster(tools, environment)
  const state = await readCluster(settings.CLUSTER_MACHINES, await clusterTools(target))
  const faults = judgeCluster(state, environment)
  answer(tools, json, { environment, healthy: !faults.length, ...state, faults }, clusterLines(state, faults))
  if (faults.length) throw new RunEnded('failed', `${environment} : ${faults[0]?.said}`)
}

async function switchover(tools: CliTools, env: Environment, options: SwitchOptions): Promise<void> {
  const { target, place } = await openCluster(tools, env)
  await agree(tools, env, options, [
    `${env} : la base principale passe à ${options.to ?? 'la copie la moins en retard'}`,
    'les joueurs attendent de 2 à 8 secondes, leurs essais sont repris ; aucune participation n’est perdue',
  ])
  const { to = null } = options
  await under(tools, target, { procedure: 'cluster-switchover', input: { to }, options }, (step, _, cluster) =>
    switchOver(step, place, to, cluster),
  )
}

async function replace(tools: CliTools, env: Environment, name: string, options: CommonOptions): Promise<void> {
  const { target, settings, place } = await openCluster(tools, env)
  await agree(tools, env, options, [
    `${env} : les données de ${name} sont effacées et recopiées`,
    'pendant ce temps, la perte d’une autre machine arrêterait le jeu',
  ])
  await under(
    tools,
    target,
    { procedure: 'cluster-replace', input: { name }, options },
    async (step, outside, cluster) => {
      if ((await expectMachine(step, settings.CLUSTER_MACHINES, name, cluster)) === 'ready')
        return copyAgain(step, place, name, cluster)
      await prepareCluster(step, target, settings, { beginning: { from: 'nothing' }, replaced: name }, outside)
      tools.terminal.write(
        `  → copier ${clusterHome(target.home).machine(name)} sur la machine neuve, l’y démarrer (environments/cluster/README.md),\n` +
          `    puis : tiptop cluster replace ${env} ${name}\n`,
      )
    },
  )
}

async function upgrade(tools: CliTools, env: Environment, options: CommonOptions): Promise<void> {
  const { target, place } = await openCluster(tools, env)
  await agree(tools, env, options, [
    `${env} : chaque base redémarre, les copies d’abord ; la principale change de machine une fois`,
    'les paquets sont déjà mis à jour sur les trois machines (apt-get upgrade), sans changer de version majeure',
  ])
  await under(tools, target, { procedure: 'cluster-upgrade', input: {}, options }, (step, _, cluster) =>
    upgradeCluster(step, place, cluster),
  )
}

type OpenCluster = {
  target: Target
  settings: ClusterSettings
  place: { environment: string; machines: ClusterSettings['CLUSTER_MACHINES'] }
}

async function openCluster(tools: CliTools, environment: Environment): Promise<OpenCluster> {
  const settings = await readClusterSettings(tools.config.homeOf(environment))
  const target = await lookable(tools, environment)
  return { target, settings, place: { environment, machines: settings.CLUSTER_MACHINES } }
}

async function agree(tools: CliTools, environment: string, options: CommonOptions, lines: string[]): Promise<void> {
  const [title, ...rest] = lines
  tools.terminal.write(`${[title, ...rest.map(line => `  ${line}`)].join('\n')}\n`)
  if (!options.dryRun) await mustAgree(environment, options, tools.terminal)
}

async function clusterTools({ home }: Target): Promise<ClusterTools> {
  const { operator } = clusterHome(home)
  const [authority, cert, key] = await Promise.all(
    ['authority.crt', 'machine.crt', 'machine.key'].map(name => readFile(join(operator, name), 'utf8')),
  )
  const keys = { authority: authority ?? '', cert: cert ?? '', key: key ?? '' }
  return { patroni: openPatroni(keys), etcd: openEtcd(keys) }
}

type ClusterRun = { procedure: string; input: object; options: RunOptions }

/** Runs a recipe under the lock of the environment, whose other settings need not be complete. */
async function under<T>(
  tools: CliTools,
  target: Target,
  { procedure, input, options }: ClusterRun,
  recipe: (step: Step, outside: { shell: Shell; files: Files }, cluster: ClusterTools) => Promise<T>,
): Promise<void> {
  const { home } = target
  const tell = (line: string) => void tools.terminal.write(`      ${line}\n`)
  const { dryRun } = options
  const outside = dryRun ? { shell: dryShell(tell), files: dryFiles(tell) } : { shell: openShell(), files: openFiles() }
  const notices = dryRun ? dryNotices(tell) : await openNoticesOf(target)
  const finished = await runIn(tools, { home, lock: home.lock, procedure, input, dryRun }, async step => {
    const real = procedure === 'cluster-prepare' ? null : await clusterTools(target)
    const cluster = real && dryRun ? { patroni: dryPatroni(real.patroni, tell), etcd: dryEtcd(real.etcd, tell) } : real
    return recipe(step, outside, cluster as ClusterTools)
  })
  await conclude(
    { ...finished, target, tools: { notices } },
    {
      tools,
      options,
      notice: ended =>
        ended.outcome === 'done'
          ? null
          : { severity: 'alert', subject: `[${home.environment}] ${procedure} : échec`, text: withHint(ended.error) },
    },
  )
}

import { Argument, Command } from 'commander'
import { type Environment, environments } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { openTools } from '../environment/open-tools.ts'
import { openTarget } from '../environment/target.ts'
import { Failure, withHint } from '../failure.ts'
import { takeLock } from '../procedure/lock.ts'
import { collectRegistry, surveyRegistry } from '../retention/registry/collect-registry.ts'
import { findOwnRegistry } from '../retention/registry/own-registry.ts'
import type { UnnamedImage } from '../retention/registry/unnamed.ts'
import { isThere } from '../tools/files.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { escalateIfStuck } from './incident/escalate.ts'
import { runOn } from './run-on.ts'

type CollectOptions = RunOptions & { confirm?: true }

/** `tiptop registry collect <env> [--confirm]`: the images that the registry of this server keeps without need. */
export function registryCommand(tools: CliTools): Command {
  const registry = new Command('registry').description('Entretenir le registre d’images de ce serveur.')
  registry
    .command('collect')
    .description('Montrer les images que rien ne nomme plus, et en rendre la place.')
    .addArgument(new Argument('<env>', "l'environnement dont les réglages nomment le registre").choices(environments))
    .option('--confirm', 'les retirer, registre arrêté une seconde ; sans cela rien n’est changé')
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: CollectOptions) =>
      options.confirm && !options.dryRun ? collect(tools, env, options) : show(tools, env, options),
    )
  return registry
}

/** The environments of this server, which share its registry. */
async function homesOf({ config }: CliTools): Promise<Home[]> {
  const homes = environments.map(config.homeOf)
  const there = await Promise.all(homes.map(({ folder }) => isThere(folder)))
  return homes.filter((_, place) => there[place])
}

async function show(tools: CliTools, environment: Environment, { json }: CollectOptions): Promise<void> {
  const target = await openTarget(tools.config, environment)
  const outside = await openTools(target)
  const own = await findOwnRegistry(target, outside)
  if (!own.State.Running)
    throw new Failure('not-ready', `Le registre (${own.Name.slice(1)}) est arrêté.`, {
      hint: '--confirm le redémarre.',
    })
  const unnamed = await surveyRegistry(own, { target, homes: await homesOf(tools), tools: outside })
  const ending = unnamed.length ? 'Rien n’est changé. Pour en rendre la place : --confirm' : 'Rien n’est de trop.'
  const text = `${unnamed.map(line).join('')}${ending}\n`
  answer(tools, json, { registry: own.Name.slice(1), unnamed }, text)
}

/** Under the locks of all environments: each of them pushes under its own. */
async function collect(tools: CliTools, environment: Environment, options: CollectOptions): Promise<void> {
  const giveBack = await lockOthers(tools, environment)
  try {
    const asked = { environment, procedure: 'collect', input: {}, dryRun: false }
    const finished = await runOn(tools, asked, async (step, target, outside) => {
      const unnamed = await collectRegistry(step, { target, homes: await homesOf(tools), tools: outside })
      if (!options.json) tools.out(unnamed.map(line).join(''))
    })
    await escalateIfStuck(tools, finished)
    await conclude(finished, {
      tools,
      options,
      notice: ending =>
        ending.outcome === 'done'
          ? null
          : {
              severity: 'alert',
              subject: `[${environment}] le registre n’a pas pu être nettoyé`,
              text: `${withHint(ending.error)}\n\ntiptop runs show ${finished.run}\n`,
            },
    })
  } finally {
    await giveBack()
  }
}

/** @throws Locked while another procedure works on one of them */
async function lockOthers(tools: CliTools, environment: Environment): Promise<() => Promise<void>> {
  const { config, now } = tools
  const held: (() => Promise<void>)[] = []
  const giveBack = async () => void (await Promise.all(held.map(one => one())))
  try {
    for (const home of await homesOf(tools)) {
      if (home.environment === environment) continue
      const holder = { run: 'collect', by: config.user, since: now().toISOString(), pid: process.pid }
      held.push(await takeLock(home.lock, home.environment, holder))
    }
    return giveBack
  } catch (error) {
    await giveBack()
    throw error
  }
}

const line = ({ repository, digest }: UnnamedImage) => `  ✗ ${repository}@${digest}\n`

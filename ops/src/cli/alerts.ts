import { once } from 'node:events'
import { Command } from 'commander'
import { type DeliverNotice, openRelay } from '../alerts/relay.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { openNoticesOf } from '../environment/open-tools.ts'
import { readSettings } from '../environment/settings.ts'
import { readSecret, type Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { dryNotices } from '../tools/notices.ts'
import { answer } from './dialogue/answer.ts'
import { type CliTools, tellBelow } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { type CommonOptions, dryRunOption, environmentArgument, jsonOption } from './dialogue/options.ts'

type RelayOptions = Pick<CommonOptions, 'dryRun' | 'json'> & { listen: string }

/** `tiptop alerts relay <env>`: what Alertmanager says leaves by mail and webhook, as every other notice. */
export function alertsCommand(tools: CliTools): Command {
  const alerts = new Command('alerts').description('Les alertes de Prometheus, sur le chemin de tous les messages.')
  alerts
    .command('relay')
    .description(
      'Recevoir les alertes d’Alertmanager et prévenir ceux que prévient cet environnement, jusqu’à l’arrêt.',
    )
    .addArgument(environmentArgument)
    .option('--listen <adresse>', 'l’adresse et le port où Alertmanager les pose', '127.0.0.1:9099')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RelayOptions) => relay(tools, env, options))
  return alerts
}

async function relay(tools: CliTools, environment: Environment, { listen, dryRun, json }: RelayOptions) {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(listen) ?? []
  if (!host || Number(port) > 65_535) throw new UsageError(`--listen ${listen} : une adresse comme 127.0.0.1:9099.`)
  const home = tools.config.homeOf(environment)
  if (!(await countWays({ home, settings: await readSettings(home) })))
    throw new Failure('not-ready', `${environment} ne prévient personne : aucune alerte n’arriverait.`, {
      hint: 'Remplissez NOTIFY_EMAILS ou secrets/notify-webhook.',
    })
  const deliver = dryRun ? dryDelivery(tools) : delivery(tools, environment)
  const { url, close } = await openRelay({ host, port: Number(port) }, deliver, line =>
    tools.terminal.write(`${line}\n`),
  )
  answer(tools, json, { listening: url }, `Les alertes sont attendues sur ${url}\n`)
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  await close()
}

/** Settings and secrets are read for each message: a change of them needs no restart. */
function delivery({ config }: CliTools, environment: Environment): DeliverNotice {
  const home = config.homeOf(environment)
  return async (notice, of) => {
    const settings = await readSettings(home)
    const about = environments.find(name => name === of) ?? environment
    const notices = await openNoticesOf({ home, settings: { ...settings, ENVIRONMENT: about } })
    const unsent = await notices.send(notice)
    return { reached: unsent.length < (await countWays({ home, settings })), unsent }
  }
}

function dryDelivery(tools: CliTools): DeliverNotice {
  const { send } = dryNotices(tellBelow(tools))
  return async notice => ({ reached: true, unsent: await send(notice) })
}

/** How many ways a notice takes: mail, webhook, both or none. */
async function countWays({ home, settings }: Target): Promise<number> {
  return Number(settings.NOTIFY_EMAILS.length > 0) + Number((await readSecret(home, 'notify-webhook')) !== '')
}

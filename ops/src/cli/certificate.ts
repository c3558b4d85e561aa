import { Command } from 'commander'
import type { Environment } from '../environment/environment.ts'
import { Failure, withHint } from '../failure.ts'
import { infraNodes } from '../rollback/infra/nodes.ts'
import { renewCertificate } from '../rollback/infra/renew-certificate.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { runOn } from './run-on.ts'

/** `tiptop certificate renew <env>`: the certificate of the site and of its API, by certbot. */
export function certificateCommand(tools: CliTools): Command {
  const command = new Command('certificate').description('Tenir le certificat du site à jour.')
  command
    .command('renew')
    .description(
      'Renouveler par certbot, s’il reste moins de trente jours, et le faire lire à nginx sans couper personne.',
    )
    .addArgument(environmentArgument)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RunOptions) => renew(tools, env, options))
  return command
}

async function renew(tools: CliTools, environment: Environment, options: RunOptions): Promise<void> {
  const asked = { environment, procedure: 'certificate', input: {}, dryRun: options.dryRun }
  const finished = await runOn(tools, asked, (step, target, outside) =>
    step(infraNodes[environment].certificate, 'Renouveler le certificat', async at => {
      if (!target.settings.CERTBOT_EMAIL)
        throw new Failure('not-ready', 'CERTBOT_EMAIL est vide : ce certificat se renouvelle à la main.', {
          hint: `Donner dans ${target.home.settings} l’adresse que l’autorité prévient, puis recommencer.`,
        })
      if (!(await renewCertificate(target, outside, at))) at.nothingChanged()
    }),
  )
  await conclude(finished, {
    tools,
    options,
    notice: ({ outcome, ...ended }) =>
      outcome === 'done'
        ? null
        : {
            severity: 'alert',
            subject: `[${environment}] certificat pas renouvelé`,
            text: `${'error' in ended ? withHint(ended.error) : ''}\nDétail : tiptop runs show ${finished.run}`,
          },
  })
}

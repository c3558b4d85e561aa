import { Command, Option } from 'commander'
import type { Environment } from '../environment/environment.ts'
import { severities } from '../incident/severity.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption } from './dialogue/options.ts'
import { type CorrectedOptions, correctedNow, type PlanOptions, planNow } from './incident/correct.ts'
import {
  type CloseOptions,
  closeNow,
  escalateNow,
  type FollowOptions,
  type NoteOptions,
  noteNow,
  remindNow,
} from './incident/follow.ts'
import { type OpenOptions, openNow } from './incident/open.ts'
import { type IncidentListOptions, listNow, type ReportOptions, reportNow } from './incident/show.ts'
import { type WatchOptions, watchNow } from './incident/watch.ts'

/** `tiptop incident open|note|plan|corrected|escalate|watch|close|report|list|remind <env>`. */
export function incidentCommand(tools: CliTools): Command {
  const incident = new Command('incident').description('Tenir un incident du début au compte rendu.')
  const on = (name: string, description: string) =>
    incident.command(name).description(description).addArgument(environmentArgument)
  addOpening(on, tools)
  addFollowing(on, tools)
  addCorrecting(on, tools)
  addShowing(on, tools)
  return incident
}

/** Begins a command of incidents, in the order of the help. */
type BeginCommand = (name: string, description: string) => Command

const severityOption = () => new Option('--severity <gravité>', 'P1 critique, P2 majeur, P3 mineur').choices(severities)

function addOpening(on: BeginCommand, tools: CliTools): void {
  on('open', 'Ouvrir un incident : prévenir l’astreinte, regarder, dire la suite.')
    .argument('<titre>', 'ce que les joueurs voient, en une phrase')
    .addOption(severityOption().makeOptionMandatory())
    .option('--since <moment>', 'quand il a commencé, comme 2026-11-23T03:05Z')
    .option('--no-diagnose', 'ne pas regarder l’environnement')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, title: string, options: OpenOptions) => openNow(tools, env, title, options))
}

function addFollowing(on: BeginCommand, tools: CliTools): void {
  on('note', 'Noter ce qui est vu, fait ou décidé.')
    .argument('<texte>', 'une phrase')
    .option('--decision', 'c’est une décision')
    .addOption(severityOption())
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, text: string, options: NoteOptions) => noteNow(tools, env, text, options))
  on('escalate', 'Appeler le second niveau.')
    .argument('<raison>', 'pourquoi')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, because: string, options: FollowOptions) => escalateNow(tools, env, because, options))
  on('remind', 'Rappeler une décision qui tarde, et une revue le jour venu ; à confier à une minuterie.')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: FollowOptions) => remindNow(tools, env, options))
  on('watch', 'Observer que rien ne faillit pendant STABILITY_MINUTES, puis annoncer la fin ; peut être repris.')
    .option('--every <secondes>', 'la pause entre deux regards', '5')
    .option('--once', 'un seul regard, si un retour a abouti et que personne n’observe ; à confier à une minuterie')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: WatchOptions) => watchNow(tools, env, options))
  on('close', 'Fermer l’incident et fixer la revue.')
    .argument('[texte]', 'comment il a fini', 'Rétabli.')
    .option('--review <date>', 'le jour de la revue, sinon dans cinq jours')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, text: string, options: CloseOptions) => closeNow(tools, env, text, options))
}

function addCorrecting(on: BeginCommand, tools: CliTools): void {
  on('plan', 'Planifier la correction, qu’un incident soit ouvert ou fermé ; la salle de contrôle la montre.')
    .argument('<texte>', 'ce qui est à corriger')
    .option('--owner <nom>', 'qui la fait, sinon vous')
    .option('--until <date>', 'pour quel jour, sinon dans sept jours')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, what: string, options: PlanOptions) => planNow(tools, env, what, options))
  on('corrected', 'Noter que la correction planifiée est faite.')
    .argument('[nom]', 'l’incident ou le début de son nom, s’il y en a plusieurs')
    .option('--note <texte>', 'comment', 'Corrigé.')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, name: string | undefined, options: CorrectedOptions) =>
      correctedNow(tools, env, name, options),
    )
}

function addShowing(on: BeginCommand, tools: CliTools): void {
  on('report', 'Rédiger le compte rendu, en Markdown sinon.')
    .argument('[nom]', 'le nom de l’incident ou son début, sinon le plus récent')
    .option('--html <fichier>', 'dans un fichier HTML qui se lit hors ligne')
    .option('--markdown <fichier>', 'dans un fichier Markdown')
    .addOption(jsonOption)
    .action((env: Environment, name: string | undefined, options: ReportOptions) =>
      reportNow(tools, env, name, options),
    )
  on('list', 'Montrer les incidents, le plus récent en premier.')
    .addOption(jsonOption)
    .action((env: Environment, options: IncidentListOptions) => listNow(tools, env, options))
}

import { join } from 'node:path'
import { Argument, Command } from 'commander'
import { type Environment, environments } from '../config.ts'
import { escalateFailure } from '../incident/follow-incident.ts'
import { runOn } from '../procedure/run-on.ts'
import { rollBack, rollbackNotice } from '../restore/roll-back.ts'
import { type Scope, scopes } from '../restore/scope.ts'
import { readRun } from '../runs/runs.ts'
import { openDesk } from './incident/desk.ts'
import type { Tools } from './program.ts'
import { conclude } from './report.ts'

type Options = { to?: string; dryRun?: true; json?: true; report?: string }

/** `tiptop rollback <env> [full|backend|frontend]`: back to a release that served before, by digest. */
export function rollbackCommand(tools: Tools): Command {
  return new Command('rollback')
    .description('Revenir à une version qui servait avant, entière ou en partie, sans couper personne.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .addArgument(new Argument('[portée]', 'ce qui revient en arrière').choices(scopes).default('full'))
    .option('--to <version>', 'le nom d’une version de ce serveur, sinon celle d’avant')
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, scope: Scope, options: Options) => run(tools, { env, scope, options }))
}

async function run(tools: Tools, { env, scope, options }: { env: Environment; scope: Scope; options: Options }) {
  const input = { scope, to: options.to ?? null }
  const finished = await runOn(
    tools,
    { environment: env, procedure: 'rollback', input, dryRun: options.dryRun ?? false },
    (step, target, outside) => rollBack(step, input, target, outside),
  )
  const { target, run: name, ending } = finished
  if (ending.outcome !== 'done' && !options.dryRun) {
    const broken = await readRun(join(target.home.runs, `${name}.jsonl`)).catch(() => null)
    if (broken) await escalateFailure(await openDesk(tools, env), broken)
  }
  await conclude(finished, {
    tools,
    report: options.report ?? null,
    json: options.json ?? false,
    notice: rollbackNotice(scope),
  })
}

import { Command } from 'commander'
import { openStores } from '../archive/stores/open-stores.ts'
import type { Store } from '../archive/stores/store.ts'
import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { readSettings } from '../environment/settings.ts'
import { asidePlace } from '../retention/asides.ts'
import { placesOf, type RetentionPlace } from '../retention/places.ts'
import type { RetentionSurvey, RetentionVerdict } from '../retention/policy.ts'
import { counted, prune } from '../retention/prune.ts'
import { openShell } from '../tools/shell.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { runOn } from './run-on.ts'

type PruneOptions = RunOptions & { confirm?: true }

/** `tiptop prune <env> [--confirm]`: says which backups stay, which go, and why; removes them when that is confirmed. */
export function pruneCommand(tools: CliTools): Command {
  return new Command('prune')
    .description('Montrer quelles sauvegardes sont gardées et pourquoi, et supprimer les autres.')
    .addArgument(environmentArgument)
    .option('--confirm', 'supprimer ce qui est de trop ; sans cela rien n’est changé')
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: PruneOptions) =>
      options.confirm && !options.dryRun ? remove(tools, env, options) : show(tools, env, options),
    )
}

async function show(tools: CliTools, environment: Environment, { json }: PruneOptions): Promise<void> {
  const { config, now } = tools
  const home = config.homeOf(environment)
  const { stores, silent } = await destinationsOf(home)
  const judged = await Promise.all(
    [...placesOf(stores), asidePlace({ shell: openShell() })].map(async place => ({
      place,
      survey: await place.judge(home, now()),
    })),
  )
  const found = judged.map(({ place: { name }, survey }) => ({ place: name, ...survey }))
  const some = judged.some(({ survey }) => survey.verdicts.some(({ keep }) => !keep))
  const ending = some ? 'Rien n’est changé. Pour supprimer ce qui est marqué ✗ : --confirm' : 'Rien n’est de trop.'
  const sections = judged.map(({ place, survey }) => section(place, environment, survey))
  const text = [...sections, ...silent.map(reason => `  ! ${reason}\n`), `${ending}\n`].join('')
  answer(tools, json, { environment, places: found, silent }, text)
}

/** Where settings or keys are missing, this server is judged all the same. */
async function destinationsOf(home: Home): Promise<{ stores: Store[]; silent: string[] }> {
  return readSettings(home)
    .then(settings => openStores({ home, settings }))
    .then(
      stores => ({ stores, silent: [] }),
      (error: Error) => ({ stores: [], silent: [error.message] }),
    )
}

async function remove(tools: CliTools, environment: Environment, options: PruneOptions): Promise<void> {
  const asked = { environment, procedure: 'prune', input: {}, dryRun: false }
  const finished = await runOn(tools, asked, async (step, target, outside) => {
    const places = [...placesOf(await openStores(target)), asidePlace(outside)]
    const pruned = await prune(step, places, target, outside)
    for (const { left } of pruned) for (const reason of left) tools.terminal.write(`  ! ${reason}\n`)
    if (!options.json) for (const { place, ...survey } of pruned) tools.out(section(place, environment, survey))
    return pruned
  })
  await conclude(finished, { tools, options })
}

function section({ title, shared }: RetentionPlace, environment: Environment, survey: RetentionSurvey): string {
  const [whose, none] = shared ? ['toutes les sauvegardes', 'aucune image'] : [environment, 'aucune sauvegarde']
  const lines = [...survey.verdicts.map(line), ...survey.remarks.map(remark => `  ! ${remark}`)]
  const shown = lines.length ? lines : [`  ${none}`]
  return [`${title} de ${whose}`, ...shown, `  ${counted(survey)}`, ''].join('\n')
}

/** `  ✓ backup-20261123-041500  la plus récente ; 1re des 5 dernières`. */
function line(verdict: RetentionVerdict): string {
  const words = verdict.keep ? verdict.reasons.map(({ because }) => because).join(' ; ') : verdict.why
  return `  ${verdict.keep ? '✓' : '✗'} ${verdict.backup.name}  ${words}`
}

import { resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { readApproval } from '../deploy/approval.ts'
import { gates } from '../deploy/checks/gates.ts'
import { currentBranch, resolveCommit } from '../deploy/commit.ts'
import { deploy } from '../deploy/deploy.ts'
import { causes, type Deployment } from '../deploy/deployment.ts'
import { environmentOf, labelsOf } from '../deploy/images/labels.ts'
import { outcomeNotice } from '../deploy/outcome-notice.ts'
import { type Environment, environments } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { openJenkinsOf } from '../environment/open-tools.ts'
import { openTarget } from '../environment/target.ts'
import { clockWarning, readFormer } from '../procedure/order.ts'
import { readWarning } from '../rehearsal/warning.ts'
import { openShell } from '../tools/shell.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { dryRunOption, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { agrees } from './dialogue/question.ts'
import { conclude } from './dialogue/report.ts'
import { detectAfter, unopened } from './incident/detect.ts'
import { escalateIfStuck } from './incident/escalate.ts'
import { runOn } from './run-on.ts'

/** A build that asks this moment runs in a Jenkins that is up. */
const PAUSES_MS = [1_000, 3_000]

type DeployOptions = RunOptions & {
  branch?: string
  commit?: string
  cause: Deployment['cause']
  /** the number of a build of Jenkins, which names the person */
  approvedBy?: number
  approveBreaking?: true
  plan?: true
}

/** `tiptop deploy [env]`: a commit of the repository that it is called in, built, sent and put in service. */
export function deployCommand(tools: CliTools): Command {
  return new Command('deploy')
    .description('Construire un commit et le mettre en service, sans couper personne.')
    .addArgument(new Argument('[env]', "l'environnement, sinon celui de la branche").choices(environments))
    .option('--branch <nom>', 'la branche, sinon celle du dépôt où l’on est')
    .option('--commit <commit>', 'le commit, sinon celui de la branche')
    .addOption(new Option('--cause <cause>', 'ce qui le demande').choices(causes).default('manual'))
    .option('--approved-by <build>', 'le numéro du build de Jenkins où une personne a donné son accord', buildNumber)
    .option('--approve-breaking', 'appliquer aussi une migration qui casse la version en service')
    .addOption(reportOption)
    .option('--plan', 'dire ce qui serait déployé et s’il faut un accord, en JSON, et s’arrêter là')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment | undefined, options: DeployOptions) => run(tools, env, options))
}

async function run(tools: CliTools, env: Environment | undefined, options: DeployOptions): Promise<void> {
  const deployment = await deploymentOf(env, options)
  const { home, settings } = await openTarget(tools.config, deployment.environment)
  const { APPROVAL } = settings
  if (options.approvedBy)
    deployment.approval = await readApproval(
      await openJenkinsOf({ home, settings }, PAUSES_MS),
      deployment,
      options.approvedBy,
    )
  const warnings = await warningsBefore(home, tools.now())
  if (options.plan) return tools.out(`${JSON.stringify({ ...planOf(deployment), approval: APPROVAL, warnings })}\n`)
  if (APPROVAL === 'manual' && !deployment.approval && !options.dryRun && (await asked(deployment, warnings, tools)))
    deployment.approval = { by: tools.config.user, build: null }
  const { environment, report, repository, ...input } = deployment
  const finished = await runOn(
    tools,
    { environment, procedure: 'deploy', input, dryRun: options.dryRun },
    (step, target, outside) => deploy(step, { ...deployment, warnings }, target, outside),
  )
  await detectAfter(tools, finished).catch(unopened(tools))
  await escalateIfStuck(tools, finished)
  await conclude(finished, {
    tools,
    options,
    notice: outcomeNotice(deployment, tools.config.page),
    warnings: ending => (ending.outcome === 'done' ? ending.value.warnings : []),
  })
}

/** A name proves nothing: Jenkins is asked for it. */
function buildNumber(given: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given)
  throw new UsageError(`--approved-by « ${given} » : le numéro d'un build de Jenkins, car un nom ne prouve rien.`)
}

/** What the person who approves a deployment should know first, in French. */
async function warningsBefore(home: Home, now: Date): Promise<string[]> {
  const clock = clockWarning(await readFormer(home.runs, now), now)
  const rehearsal = gates[home.environment].rehearsed ? await readWarning(home, now) : null
  return [clock, rehearsal].filter(warning => warning !== null)
}

type RequestedDeployment = Omit<Deployment, 'warnings'>

/** @throws UsageError when the branch has no environment and none was named, or another one than the branch's own was named */
async function deploymentOf(env: Environment | undefined, options: DeployOptions): Promise<RequestedDeployment> {
  const shell = openShell()
  const repository = process.cwd()
  const branch = options.branch ?? (await currentBranch(repository, shell))
  if (!branch) throw new UsageError('Le dépôt ne se trouve sur aucune branche : --branch la nomme.')
  const own = environmentOf(branch)
  const environment = env ?? own
  if (!environment)
    throw new UsageError(
      `La branche ${branch} n'a pas d'environnement à elle : nommez-en un (${environments.join(', ')}).`,
    )
  if (own && own !== environment)
    throw new UsageError(`La branche ${branch} se déploie en ${own}, pas en ${environment}.`)
  return {
    environment,
    branch,
    commit: await resolveCommit(repository, options.commit ?? branch, shell),
    cause: options.cause,
    repository,
    approval: null,
    approvedBreaking: options.approveBreaking ?? false,
    report: options.report ? resolve(options.report) : null,
  }
}

function planOf({ environment, branch, commit }: RequestedDeployment) {
  return { environment, branch, commit, tag: labelsOf(environment, '0.0.0', commit)[0] }
}

function asked(
  { environment, branch, commit }: RequestedDeployment,
  warnings: string[],
  { terminal }: CliTools,
): Promise<boolean> {
  const question = `Déployer ${branch} (${commit.slice(0, 7)}) en ${environment} ?`
  return agrees([...warnings.map(warning => `  ! ${warning}`), question].join('\n'), environment, terminal)
}

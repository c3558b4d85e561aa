import { join } from 'node:path'
import { readSecret, type Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import type { Running } from '../release/colours.ts'
import { repositoryOf } from '../release/image-names.ts'
import { launchRelease } from '../release/launch.ts'
import { pendingMigrations } from '../release/migrations.ts'
import { type Images, type Release, releaseName } from '../release/release.ts'
import { giveDatabaseBack } from '../rollback-point/give-database-back.ts'
import { makeRollbackPoint } from '../rollback-point/make-rollback-point.ts'
import { logIn } from '../tools/docker.ts'
import { withRoom } from '../tools/free-space.ts'
import type { ShellCommand } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'
import { buildImages, type Labelled, labelled, pushImages, putBack } from './build.ts'
import { runChecks } from './checks.ts'
import { type Checkout, extractCommit, leaveWorkshop } from './commit.ts'
import { takeStock } from './former-runs.ts'
import { gates } from './gates.ts'
import { labelsOf } from './labels.ts'
import { causeWords, type Order } from './order.ts'
import { paths } from './path.ts'
import { warningsBefore } from './warnings.ts'

export type Deployed = { release: Release; former: Running | null; warnings: string[] }

/**
 * Deploys a commit: 2.2, 2.3 or 2.4, node by node. Until the switch nothing that serves is touched; when something
 * fails after it, everybody is sent back to the former release.
 */
export async function deploy(step: Step, order: Order, target: Target, tools: Tools): Promise<Deployed> {
  const path = paths[order.environment]
  await step(path.approval, "S'assurer de l'accord", async ({ tell }) => {
    const warnings = await warningsBefore(target.home, tools.now())
    tell([approval(order, target), ...warnings].join(' ; '))
  })
  const former = await step(path.start, 'Relever ce qui tourne', ({ tell }) => takeStock(target, tools, tell))
  await step(path.preparation, `Préparer ${order.environment} depuis la branche ${order.branch}`, async ({ tell }) => {
    // A registry that is away is told now, not after the tests and the build.
    await labelled([`${order.environment}-latest`], target, tools)
    tell(order.commit.slice(0, 7))
  })
  try {
    const checkout = await step('2.1/P', 'Extraire le commit', ({ signal }) =>
      extractCommit(order, target, tools, signal),
    )
    return await deployCheckout(step, { order, checkout, former }, target, tools)
  } finally {
    await leaveWorkshop(target, tools)
  }
}

type Work = { order: Order; checkout: Checkout; former: Running | null; breaking: boolean }

async function deployCheckout(
  step: Step,
  { order, checkout, former }: Omit<Work, 'breaking'>,
  target: Target,
  tools: Tools,
) {
  const path = paths[order.environment]
  const gate = gates[order.environment]
  const migrations = await step('2.1/P', 'Lire les migrations du commit', async ({ tell }) => {
    const found = await pendingMigrations(target, checkout.folder, tools)
    if (found.breaking.length && !order.approvedBreaking) throw new Error(whyNotBreaking(found.breaking))
    tell(found.pending.length ? `à appliquer : ${found.pending.join(', ')}` : 'rien à appliquer')
    return found
  })
  await step(path.install, 'Installer les dépendances', ({ signal }) => install(checkout, tools, signal))
  const warnings = await runChecks(step, { gates: gate, path, checkout, reports: order.report }, target, tools)
  const breaking = migrations.breaking.length > 0
  const point =
    gate.rollbackPoint || breaking ? await makeRollbackPoint(step, { target, running: former, tools }) : null
  const release = await makeRelease(step, { order, checkout, former, breaking }, target, tools)
  const from = { app: join(checkout.folder, 'environments', 'server', 'app.yaml'), settings: target.home.settings }
  const how = {
    path,
    from,
    journeys: gate.journeys,
    migrate: true,
    restoreDatabase:
      breaking && point ? (tell: (said: string) => void) => giveDatabaseBack(target, point, tools, tell) : null,
  }
  await launchRelease(step, { release, former, ...how }, target, tools)
  return { release, former, warnings }
}

/** Builds and sends the images of a commit; the label of the environment goes back when the deployment fails. */
async function makeRelease(
  step: Step,
  { order, checkout, former, breaking }: Work,
  target: Target,
  tools: Tools,
): Promise<Release> {
  const path = paths[order.environment]
  const { settings, home } = target
  const labels = labelsOf(order.environment, checkout.version, checkout.commit)
  await step(path.settings, 'Lire les réglages publics', ({ tell }) => tell(settings.NEXT_PUBLIC_WEB_URL))
  await step(path.build, `Construire les images ${labels[0]}`, ({ signal, tell }) =>
    buildImages({ checkout, labels, signal, tell }, target, tools),
  )
  await step(path.logIn, 'Se connecter au registre', async ({ signal }) => {
    const { host } = repositoryOf(settings.REGISTRY, 'backend')
    const input = await readSecret(home, 'registry-password')
    await tools.shell.run(logIn(host, settings.REGISTRY_USER), { input, signal }).catch(error => {
      throw new Error(`Le registre ${host} n'ouvre pas à « ${settings.REGISTRY_USER} ».\n${error.message}`, {
        cause: error,
      })
    })
  })
  const [environmentLabel, exact, ...others] = labels
  const moved: Labelled[] = []
  const images = await step(
    path.push,
    'Envoyer les images',
    ({ signal }) => pushImages({ labels: [environmentLabel, ...others], exact, moved, signal }, target, tools),
    { undo: () => putBack(moved, tools) },
  )
  return describe({ images, checkout, former, breaking }, tools.now())
}

function describe(
  { images, checkout, former, breaking }: Omit<Work, 'order'> & { images: Images },
  now: Date,
): Release {
  const { version, commit } = checkout
  return {
    name: releaseName(now, version, commit.slice(0, 7)),
    version,
    commits: { backend: commit, frontend: commit },
    images,
    madeAt: now.toISOString(),
    former: former?.release.name ?? null,
    breaking,
  }
}

async function install({ folder }: Checkout, { shell }: Tools, signal: AbortSignal): Promise<void> {
  const command: ShellCommand = ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  await withRoom(folder, () => shell.run(command, { cwd: folder, signal }), 'et les dépendances n’y tiennent pas')
}

/** @throws Error when somebody has to agree, and nobody did */
function approval({ environment, approvedBy, cause }: Order, { settings }: Target): string {
  if (settings.APPROVAL === 'auto') return `automatique (${causeWords[cause]})`
  if (!approvedBy)
    throw new Error(`${environment} demande l'accord d'une personne (--approved-by), et personne ne l'a donné.`)
  return `donné par ${approvedBy}`
}

function whyNotBreaking(breaking: string[]): string {
  return (
    `${breaking.join(', ')} : la version en service ne peut pas vivre avec ce schéma. --approve-breaking l'applique ` +
    "derrière la page de maintenance ; un retour en arrière rend alors la base d'avant, et perd ce qui a été joué depuis."
  )
}

import { join } from 'node:path'
import { readSecret, type Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import { nextOrder } from '../release/colours.ts'
import { repositoriesIn } from '../release/image-names.ts'
import { launchRelease } from '../release/launch.ts'
import { pendingMigrations } from '../release/migrations.ts'
import { newRelease } from '../release/release.ts'
import { giveDatabaseBack } from '../rollback-point/give-database-back.ts'
import { makeRollbackPoint } from '../rollback-point/make-rollback-point.ts'
import type { Tools } from '../tools/tools.ts'
import { compareDependencies } from './advisories/compare-dependencies.ts'
import { approvalWords } from './approval.ts'
import { runChecks } from './checks/checks.ts'
import { gates } from './checks/gates.ts'
import { sonarOf } from './checks/quality-gate.ts'
import { closeSandbox, installDependencies, openSandbox } from './checks/sandbox.ts'
import { extractCommit, leaveWorkshop } from './commit.ts'
import { APP_FILE, expectHarmlessContainers } from './containers/expect-harmless.ts'
import { type Deployment, type DeploymentResult, expectApproved } from './deployment.ts'
import { takeStock } from './former-runs.ts'
import { drawUpBills } from './images/bill-of-materials.ts'
import { buildImages } from './images/build-images.ts'
import { labelsOf } from './images/labels.ts'
import { type ImageLabel, logInTo, pushImages, putBack, readLabels } from './images/push-images.ts'
import { approvalNodes, goBackNodes, nodesFor } from './nodes.ts'

/**
 * Deploys a commit. Until the switch nothing that serves is touched; when something fails after it, all traffic goes
 * back to the former release. The steps are those of 2.2 in dev, 2.3 in preprod and 2.4 in prod, in this order: each
 * names its nodes there, and then in 2.1. What differs between the environments is in {@link gates}.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order of their diagram
export async function deploy(
  step: Step,
  deployment: Deployment,
  target: Target,
  tools: Tools,
): Promise<DeploymentResult> {
  const { environment, branch, commit, report } = deployment
  const { home, settings } = target
  const at = nodesFor(environment)
  const gate = gates[environment]
  const repositories = repositoriesIn(settings.REGISTRY)

  await step(approvalNodes(environment), "S'assurer de l'accord", ({ tell }) =>
    tell(approvalWords(deployment, settings.APPROVAL)),
  )
  const former = await step(at('2.2/C', '2.3/C', '2.4/E', '2.1/F'), 'Relever ce qui tourne', ({ tell }) =>
    takeStock(target, tools, tell),
  )
  await step(
    at(
      ['2.2/D', '2.2/E', '2.2/F', '2.2/G'],
      ['2.3/D', '2.3/E', '2.3/F', '2.3/G'],
      ['2.4/F', '2.4/G', '2.4/H', '2.4/I'],
      '2.1/G',
    ),
    `Préparer ${environment} depuis la branche ${branch}`,
    async ({ tell }) => {
      // A registry that is away shows here, not after the tests and the build.
      await readLabels([`${environment}-latest`], repositories, tools.registry)
      tell(commit.slice(0, 7))
    },
  )
  try {
    const checkout = await step('2.1/P', 'Extraire le commit', ({ signal }) =>
      extractCommit(deployment, home, tools, signal),
    )
    await step('2.1/P', 'Contrôler ce que demandent ses conteneurs', () => expectHarmlessContainers(checkout.folder))
    const { breaking, changes } = await step('2.1/P', 'Lire les migrations du commit', async ({ tell }) => {
      const { breaking, pending, indexes } = await pendingMigrations(home.database, checkout.folder, tools)
      expectApproved(breaking, deployment)
      const changes = [...pending, ...indexes.map(name => `index ${name}`)]
      tell(changes.length ? `à appliquer : ${changes.join(', ')}` : 'rien à appliquer')
      return { breaking, changes }
    })
    const found = await step('2.1/Q', 'Comparer les dépendances aux avis de sécurité', ({ tell }) =>
      compareDependencies(
        {
          lock: join(checkout.folder, 'package-lock.json'),
          advisories: settings.ADVISORIES,
          gate: gate.advisories,
          now: tools.now(),
        },
        tell,
      ),
    )
    const sandbox = await step(
      at('2.2/H', ['2.3/H', '2.3/I'], ['2.4/J', '2.4/K'], '2.1/Q'),
      'Installer les dépendances',
      async ({ signal }) => {
        const sandbox = await openSandbox({ home, image: settings.CHECKS_IMAGE, checkout }, tools, signal)
        await installDependencies(sandbox, home, signal)
        return sandbox
      },
    )
    const sonar = await sonarOf(target)
    const red = await runChecks(step, { environment, checkout, sandbox, reports: report, sonar }, tools)
    const warnings = [...found, ...red]
    const point =
      gate.rollbackPoint || breaking.length ? await makeRollbackPoint(step, { target, running: former, tools }) : null

    const bills = await step('2.1/U', 'Dresser l’inventaire des images', async ({ signal, tell }) => {
      const { bills, counted } = await drawUpBills(sandbox, checkout, signal)
      tell(counted)
      return { 'backend.cdx.json': bills.backend, 'frontend.cdx.json': bills.frontend }
    })
    const labels = labelsOf(environment, checkout.version, commit)
    const [own, exact, ...others] = labels
    await step(at([], '2.3/Z', '2.4/Z', '2.1/U'), 'Lire les réglages publics', ({ tell }) =>
      tell(settings.NEXT_PUBLIC_WEB_URL),
    )
    await step(
      at(['2.2/P', '2.2/Q'], ['2.3/AA', '2.3/AB'], ['2.4/AA', '2.4/AB', '2.4/AC'], '2.1/U'),
      `Construire les images ${own}`,
      ({ signal, tell }) =>
        buildImages(checkout, { repositories, labels, settings }, { shell: tools.shell, signal, tell }),
    )
    await step(at('2.2/R', '2.3/AC', '2.4/AD', '2.1/V'), 'Se connecter au registre', async ({ signal }) => {
      const password = await readSecret(home, 'registry-password')
      await logInTo({ host: repositories.backend.host, user: settings.REGISTRY_USER, password }, tools, signal)
    })
    const moved: ImageLabel[] = []
    const images = await step(
      at(['2.2/S', '2.2/T'], '2.3/AD', '2.4/AE', '2.1/V'),
      'Envoyer les images',
      ({ signal, tell }) => {
        const warn = (said: string) => {
          warnings.push(said)
          tell(said)
        }
        const { version } = checkout
        return pushImages(repositories, { labels: [own, ...others], exact, version, moved, warn }, tools, signal)
      },
      { undo: () => putBack(moved, tools.registry) },
    )
    const release = newRelease(
      {
        ...checkout,
        images,
        former: former?.release ?? null,
        breaking: breaking.length > 0,
        order: await nextOrder(home),
      },
      tools.now(),
    )

    await launchRelease(
      step,
      {
        release,
        former,
        files: { app: join(checkout.folder, APP_FILE), settings: home.settings, bills },
        migrate: changes.length > 0,
        journeys: gate.journeys,
        restoreDatabase: breaking.length && point ? tell => giveDatabaseBack(target, point, tools, tell) : null,
        nodes: {
          folder: at('2.2/U', '2.3/AE', '2.4/AF', '2.1/W'),
          pull: at('2.2/V', '2.3/AF', '2.4/AG', '2.1/W'),
          activate: at('2.2/W', '2.3/AG', '2.4/AH', '2.1/W'),
          health: at(['2.2/X', '2.2/Y'], ['2.3/AH', '2.3/AI'], ['2.4/AI', '2.4/AJ'], '2.1/X', '2.1/Y'),
          journeys: at([], [], ['2.4/AO', '2.4/AP'], '2.1/X'),
          goBack: goBackNodes(environment),
          done: at('2.2/AA', '2.3/AM', '2.4/AQ', '2.1/Z'),
        },
      },
      target,
      tools,
    )
    return { release, former, warnings }
  } finally {
    await closeSandbox(home, tools)
    await leaveWorkshop(home, tools)
  }
}

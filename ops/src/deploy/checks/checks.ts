import { join } from 'node:path'
import type { Environment } from '../../environment/environment.ts'
import { Failure } from '../../failure.ts'
import { allEnded, type Step, type StepNodes } from '../../procedure/procedure.ts'
import type { Shell, ShellCommand } from '../../tools/shell.ts'
import type { Checkout } from '../commit.ts'
import { nodesFor } from '../nodes.ts'
import { type CheckGate, type CheckName, gates } from './gates.ts'
import { analyse, type SonarProject } from './quality-gate.ts'
import type { Sandbox } from './sandbox.ts'

type CheckStep = { nodes: StepNodes; title: string }
/** What runs a check, and the step that says how it ended. */
type Check = Record<'run' | 'passed' | 'red', CheckStep>

function checksOf(environment: Environment): Record<CheckName, Check> {
  const at = nodesFor(environment)
  return {
    lint: {
      run: { nodes: at(['2.2/I', '2.2/J'], ['2.3/J', '2.3/L'], ['2.4/L', '2.4/O'], '2.1/R'), title: 'Lancer le lint' },
      passed: { nodes: at('2.2/J', '2.3/P', ['2.4/T', '2.1/S']), title: 'Noter le lint passé' },
      red: { nodes: at('2.2/K', ['2.3/N', '2.1/T'], ['2.4/R', '2.1/T']), title: 'Le lint est rouge' },
    },
    tests: {
      run: {
        nodes: at(['2.2/L', '2.2/M'], ['2.3/K', '2.3/M'], ['2.4/M', '2.4/P'], '2.1/R'),
        title: 'Lancer les tests',
      },
      passed: { nodes: at('2.2/O', ['2.3/Q', '2.3/R'], '2.4/T', '2.1/S'), title: 'Noter les tests passés' },
      red: {
        nodes: at(['2.2/N', '2.2/O', '2.1/S'], ['2.3/O', '2.1/T'], ['2.4/R', '2.1/T']),
        title: 'Les tests sont rouges',
      },
    },
    quality: {
      run: {
        nodes: at('2.1/R', ['2.3/T', '2.3/U', '2.3/V'], ['2.4/N', '2.4/Q', '2.1/R']),
        title: 'Analyser la qualité',
      },
      passed: { nodes: at('2.1/S', ['2.3/X', '2.3/Y'], '2.4/T'), title: 'Noter la qualité validée' },
      red: { nodes: at('2.1/S', ['2.3/W', '2.3/Y'], '2.4/S'), title: 'La qualité n’est pas validée' },
    },
  }
}

/** A commit to check. `reports`: where tests leave their results in JUnit's format. `sonar`: null without SonarQube. */
type CommitToCheck = {
  environment: Environment
  checkout: Checkout
  /** where its scripts run, with its packages installed */
  sandbox: Sandbox
  reports: string | null
  sonar: SonarProject | null
}

/**
 * Makes the checks of an environment, in its order and as strictly as its gates say.
 * @returns what was red and let through
 * @throws a Failure on the first group with a check that must be green and is not
 */
export async function runChecks(step: Step, commit: CommitToCheck, { shell }: { shell: Shell }): Promise<string[]> {
  const checks = checksOf(commit.environment)
  const warnings: string[] = []
  for (const group of gates[commit.environment].checks) {
    const asked = Object.entries(group) as [CheckName, CheckGate][]
    const made = asked.filter(([name]) => name !== 'quality' || commit.sonar)
    if (made.length < asked.length)
      await step('2.1/R', 'Se passer de SonarQube', ({ tell }) => tell('SONAR_URL est vide : aucune analyse'))
    const verdicts = await allEnded(
      made.map(([name, gate]) => {
        const { nodes, title } = checks[name].run
        return step(nodes, title, async ({ tell, signal }) => {
          const verdict = await judge(name, commit, { shell, signal, tell })
          tell(verdict.green ? verdict.said : 'rouge')
          return { name, gate, verdict }
        })
      }),
    )
    if (commit.reports && 'tests' in group) await commit.sandbox.collectResults(join(commit.reports, 'junit'))
    // Warnings are written down before anything stops the deployment.
    for (const { name, gate, verdict } of verdicts.toSorted((a, b) => strictness(a.gate) - strictness(b.gate))) {
      const warning = await conclude(step, checks[name], { verdict, gate })
      if (warning) warnings.push(warning)
    }
  }
  return warnings
}

const strictness = (gate: CheckGate) => (gate === 'stop' ? 1 : 0)

type Verdict = { green: true; said: string } | { green: false; why: string }

async function conclude(
  step: Step,
  { passed, red }: Check,
  { verdict, gate }: { verdict: Verdict; gate: CheckGate },
): Promise<string | null> {
  if (verdict.green) {
    await step(passed.nodes, passed.title, () => {})
    return null
  }
  const warning = `${red.title} : ${verdict.why}`
  const consequence = gate === 'warn' ? 'avertir et continuer' : 'échouer'
  await step(red.nodes, `${red.title} : ${consequence}`, ({ tell }) => {
    if (gate === 'stop')
      throw new Failure('check-failed', warning, {
        hint: 'Corrigez dans un nouveau commit : ce qui servait sert encore.',
      })
    tell(verdict.why)
  })
  return warning
}

type AtWork = { shell: Shell; signal: AbortSignal; tell(detail: string): void }

async function judge(
  name: CheckName,
  { checkout, sandbox, sonar }: CommitToCheck,
  { shell, signal, tell }: AtWork,
): Promise<Verdict> {
  if (name === 'quality' && sonar) {
    const quality = await analyse({ shell }, { checkout: checkout.folder, ...sonar, signal, tell })
    if (quality.state === 'passed') return { green: true, said: 'le seuil est atteint' }
    return { green: false, why: quality.reason ?? 'SonarQube ne dit pas pourquoi.' }
  }
  const command: ShellCommand = name === 'lint' ? ['npm', 'run', 'lint', '--silent'] : ['npm', 'test', '--silent']
  return runScript(command, sandbox, signal)
}

/** The exit code is the verdict; the program's last line is the reason. */
async function runScript(command: ShellCommand, sandbox: Sandbox, signal: AbortSignal): Promise<Verdict> {
  try {
    const said = await sandbox.run(command, { signal, pretend: 'non lancé' })
    return { green: true, said: said.split('\n').at(-1) ?? '' }
  } catch (error) {
    signal.throwIfAborted()
    return { green: false, why: (error as Error).message }
  }
}

import { join } from 'node:path'
import { readSecret, type Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import type { ShellCommand } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'
import type { Checkout } from './commit.ts'
import type { Gate, Gates } from './gates.ts'
import type { CheckPath, Path } from './path.ts'
import { analyse } from './quality-gate.ts'

type Verdict = { green: true; said: string } | { green: false; why: string }
type Named = 'lint' | 'tests' | 'quality'

const TITLES: Record<Named, { run: string; passed: string; red: string }> = {
  lint: { run: 'Lancer le lint', passed: 'Noter le lint passé', red: 'Le lint est rouge' },
  tests: { run: 'Lancer les tests', passed: 'Noter les tests passés', red: 'Les tests sont rouges' },
  quality: { run: 'Analyser la qualité', passed: 'Noter la qualité validée', red: 'La qualité n’est pas validée' },
}

/**
 * Makes the checks of an environment, in its order and as strictly as its gates say.
 * @param reports where tests leave their results in JUnit's format
 * @returns what was red and let through
 * @throws Error in French on the first group with a check that must be green and is not
 */
export async function runChecks(
  step: Step,
  { gates, path, checkout, reports }: { gates: Gates; path: Path; checkout: Checkout; reports: string | null },
  target: Target,
  tools: Tools,
): Promise<string[]> {
  const warnings: string[] = []
  for (const group of gates.order) {
    const wanted = group.filter(name => gates[name] !== 'skip')
    const verdicts = await allEnded(
      wanted.map(name =>
        step(path[name].run, TITLES[name].run, async ({ tell, signal }) => {
          const verdict = await judge(name, { checkout, reports, target, tools, signal, tell })
          tell(verdict.green ? verdict.said : 'rouge')
          return verdict
        }),
      ),
    )
    // Warnings are told before anything stops the deployment.
    const judged = wanted.map((name, index) => ({ name, verdict: verdicts[index] as Verdict }))
    for (const { name, verdict } of judged.toSorted((a, b) => strictness(gates[a.name]) - strictness(gates[b.name]))) {
      const warning = await conclude(step, { name, verdict, gate: gates[name], path: path[name] })
      if (warning) warnings.push(warning)
    }
  }
  return warnings
}

/** A check that is cut short leaves none of the others at work behind it. */
async function allEnded<T>(checks: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(checks)
  return Promise.all(checks)
}

const strictness = (gate: Gate) => (gate === 'stop' ? 1 : 0)

type Conclusion = { name: Named; verdict: Verdict; gate: Gate; path: CheckPath }

async function conclude(step: Step, { name, verdict, gate, path }: Conclusion): Promise<string | null> {
  const { passed, red } = TITLES[name]
  if (verdict.green) {
    await step(path.passed, passed, () => {})
    return null
  }
  const warning = `${red} : ${verdict.why}`
  await step(path.red, gate === 'warn' ? `${red} : avertir et continuer` : `${red} : échouer`, ({ tell }) => {
    if (gate === 'stop') throw new Error(warning)
    tell(verdict.why)
  })
  return warning
}

type Circumstances = {
  checkout: Checkout
  reports: string | null
  target: Target
  tools: Tools
  signal: AbortSignal
  tell(detail: string): void
}

async function judge(name: Named, at: Circumstances): Promise<Verdict> {
  if (name === 'quality') return judgeQuality(at)
  const command: ShellCommand = name === 'lint' ? ['npm', 'run', 'lint', '--silent'] : ['npm', 'test', '--silent']
  return judgeCommand(command, at)
}

/** What the program ended with is the verdict; what it said last is the reason. */
async function judgeCommand(
  command: ShellCommand,
  { checkout, reports, tools, signal }: Circumstances,
): Promise<Verdict> {
  const env = { CI: 'true', ...(reports && { JUNIT_FOLDER: join(reports, 'junit') }) }
  try {
    const said = await tools.shell.run(command, { cwd: checkout.folder, env, signal, pretend: 'non lancé' })
    return { green: true, said: said.split('\n').at(-1) ?? '' }
  } catch (error) {
    signal.throwIfAborted()
    return { green: false, why: (error as Error).message }
  }
}

async function judgeQuality({ checkout, target, tools, signal, tell }: Circumstances): Promise<Verdict> {
  const { SONAR_URL: url, SONAR_PROJECT: project } = target.settings
  if (!url) return { green: true, said: 'pas de SonarQube ici (SONAR_URL est vide)' }
  const token = await readSecret(target.home, 'sonar-token')
  const quality = await analyse(tools, { checkout: checkout.folder, url, project, token, signal, tell })
  if (quality.state === 'passed') return { green: true, said: 'le seuil est atteint' }
  return { green: false, why: quality.reason ?? 'SonarQube ne dit pas pourquoi.' }
}

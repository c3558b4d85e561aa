import './process/leave-with-parent.ts'
import { parseArgs } from 'node:util'
import { askedToLeave, openChildren } from './process/children.ts'
import { openProgress } from './terminal.ts'
import { ciStartedAt, HARD_STOP, untilHardStop } from './test/ci-clock.ts'
import { addUp, type Outcome, type Stage, stages } from './test/stages.ts'

const progress = openProgress()
const children = openChildren()

/** Runs one stage. A stage that cannot even run is a failure of its own, reported like any other. */
async function runStage(stage: Stage, filters: string[]): Promise<Outcome> {
  let outcome: Outcome = { passed: 0, failed: 1, output: '' }
  const work = async (tell: (detail: string) => void) => {
    outcome = await stage.run({ children, tell, filters })
    tell(inWords(outcome))
    if (outcome.failed) throw new Error(outcome.output)
  }
  await progress.step(stage.label, work).catch(error => {
    outcome = { ...outcome, output: outcome.output || error.message }
  })
  return outcome
}

function inWords({ passed, failed, skipped }: Outcome): string {
  const parts = [`${passed} ${passed > 1 ? 'réussis' : 'réussi'}`]
  if (failed) parts.push(`${failed} en échec`)
  if (skipped) parts.push(`${skipped} ${skipped > 1 ? 'sautés' : 'sauté'}`)
  return parts.join(', ')
}

/** Stages of one lane follow each other; lanes run side by side, one per core; the browser runs when they are done. */
async function runAll(chosen: Stage[], filters: string[]): Promise<{ stage: Stage; outcome: Outcome }[]> {
  const results: { stage: Stage; outcome: Outcome }[] = []
  const runLane = async (lane: Stage[]) => {
    for (const stage of lane) results.push({ stage, outcome: await runStage(stage, filters) })
  }
  const lane = (name: Stage['lane']) => chosen.filter(stage => stage.lane === name)
  await Promise.all([runLane(lane('checks')), runLane(lane('backend'))])
  await runLane(lane('browser'))
  await runLane(lane('asked'))
  return results
}

function choose(only: string[]): Stage[] {
  const names = only.flatMap(value => value.split(','))
  const unknown = names.find(name => !stages.some(stage => stage.name === name))
  if (unknown) throw new Error(`--only ${unknown} : il y a ${stages.map(stage => stage.name).join(', ')}.`)
  return stages.filter(stage => (names.length ? names.includes(stage.name) : stage.lane !== 'asked'))
}

async function main(): Promise<number> {
  const options = { only: { type: 'string', multiple: true }, project: { type: 'string', multiple: true } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const filters = [...positionals, ...(values.project ?? []).map(name => `--project=${name}`)]
  const chosen = choose(values.only ?? [])
  const startedAt = performance.now()
  watchClock()
  console.log()
  const results = await runAll(chosen, filters)
  for (const { notes } of results.map(result => result.outcome)) if (notes) console.log(`\n${notes}`)
  for (const { stage, outcome } of results.filter(result => result.outcome.failed))
    console.log(`\n━━ ${stage.label} ${'━'.repeat(Math.max(0, 90 - stage.label.length))}\n\n${outcome.output.trim()}`)
  for (const { stage, outcome } of results)
    if (outcome.skippedFiles?.length)
      console.log(`\n  ${stage.label}, sautés en entier :\n    ${outcome.skippedFiles.join('\n    ')}`)
  const { passed, failed, skipped } = addUp(results.map(result => result.outcome))
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(
    `\n  ${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s\n\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`,
  )
  return failed || !passed ? 1 : 0
}

/** A run that CI would kill ends itself instead: what was running counts as failed, and what passed is shown. */
function watchClock(): void {
  const startedAt = ciStartedAt(process.env)
  if (startedAt === null) return
  const stop = async () => {
    progress.print(`\n  ✗ Le temps de la CI est écoulé (${HARD_STOP} minutes) : ce qui tourne encore est arrêté.\n`)
    await children.stop()
  }
  setTimeout(stop, untilHardStop(startedAt, Date.now())).unref()
}

const interrupted = askedToLeave(() => {
  children.kill()
  process.exit(130)
}).then(async () => {
  await children.stop()
  return 130
})
process.exit(
  await Promise.race([main(), interrupted]).catch(error => {
    console.error(`\n  ✗ ${error.message}\n`)
    return 1
  }),
)

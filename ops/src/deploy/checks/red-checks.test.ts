import { expect, test } from 'vitest'
import { record } from '../../../test/record.ts'
import type { Environment } from '../../environment/environment.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import { runChecks } from './checks.ts'
import type { CheckName } from './gates.ts'

/** Makes the checks of an environment, of which this one is red: SonarQube cannot be asked, since it has no project. */
async function checkRed(environment: Environment, red: CheckName) {
  const answer: Shell['run'] = async command => {
    const name = command.includes('lint') ? 'lint' : 'tests'
    if (name === red) throw new CommandFailed(command, 1, 'three faults')
    return `counting…\nthree of three\n${name} fine`
  }
  const checkout = { folder: '/workshop', commit: '0'.repeat(40), version: '1.0.0' }
  const sonar = red === 'quality' ? { url: 'https://sonar.exemple.test', project: '', token: 'demo' } : null
  const seen = record()
  const ending = await runProcedure({ ...seen, signal: new AbortController().signal }, step =>
    runChecks(
      step,
      { environment, checkout, sandbox: { run: answer, collectResults: async () => {} }, reports: null, sonar },
      { shell: { read: answer, run: answer } },
    ),
  )
  return { ending, way: seen.way, journal: seen.written }
}

test.each<[Environment, CheckName, Record<string, string>]>([
  ['dev', 'lint', { 2.1: 'R S', 2.2: 'I J K L M O' }],
  ['dev', 'tests', { 2.1: 'R S', 2.2: 'I J L M N O' }],
  ['preprod', 'lint', { 2.1: 'R T', 2.3: 'J L K M N' }],
  ['preprod', 'tests', { 2.1: 'R T', 2.3: 'J L K M P O' }],
  ['preprod', 'quality', { 2.1: 'R S', 2.3: 'J L K M P Q R T U V W Y' }],
  ['prod', 'lint', { 2.1: 'R T', 2.4: 'L O M P R' }],
  ['prod', 'tests', { 2.1: 'R S T', 2.4: 'L O M P T R' }],
  ['prod', 'quality', { 2.1: 'R S', 2.4: 'L O M P N Q S T' }],
])('in %s, where %s is red, the checks take their own way through the diagrams', async (environment, red, ways) => {
  const { way } = await checkRed(environment, red)
  for (const [diagram, ids] of Object.entries(ways)) expect(way(diagram)).toBe(ids)
})

test.each(['preprod', 'prod'] as const)('in %s quality that is not known is a warning with its reason', async place => {
  const { ending } = await checkRed(place, 'quality')
  expect(ending).toMatchObject({ outcome: 'done', value: [expect.stringContaining('SONAR_PROJECT')] })
})

test('a green check shows its last line, and a red one what the deployment does about it', async () => {
  const { journal } = await checkRed('dev', 'tests')
  const told = journal.flatMap(entry =>
    entry.kind === 'step' && entry.state === 'done' ? [`${entry.title} · ${entry.detail ?? ''}`] : [],
  )
  expect(told).toEqual([
    'Lancer le lint · lint fine',
    'Noter le lint passé · ',
    'Lancer les tests · rouge',
    expect.stringMatching(/^Les tests sont rouges : avertir et continuer · .*\nthree faults$/),
  ])
  const stopped = await checkRed('prod', 'tests')
  const failed = stopped.journal.find(entry => entry.kind === 'step' && entry.state === 'failed')
  expect(failed).toMatchObject({
    title: 'Les tests sont rouges : échouer',
    detail: expect.stringContaining('three faults'),
  })
})

import { causes, type Deployment } from '../deploy/deployment.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { Failure } from '../failure.ts'

/** What Jenkins asks of this server. `environment`: for a branch that has none of its own. */
export type GateRequest = {
  verb: 'plan' | 'deploy'
  branch: string
  environment: Environment | null
  commit: string
  cause: Deployment['cause']
  /** the number of the build that asks */
  build: number
  /** whether a person gave their approval in that build; Jenkins itself is asked who */
  approved: boolean
  breaking: boolean
}

const LONGEST = 300

/**
 * Takes the line apart that came through SSH: eight words with one space between them, `-` where one does not apply.
 *
 *     deploy main - 3f2a… push 42 approved -
 *
 * @param admitted the branches that may be asked for, and no other
 * @throws a Failure for every other line; nothing of the line is run, opened or repeated
 */
export function readRequest(line: string, admitted: readonly string[]): GateRequest {
  const words = line.length > LONGEST ? [] : line.split(' ')
  const [verb, branch = '', environment = '', commit = '', cause, build = '', approved, breaking] = words
  const request: GateRequest = {
    verb: one(['plan', 'deploy'], verb),
    branch: one(admitted, branch),
    environment: environment === '-' ? null : one(environments, environment),
    commit: /^[\da-f]{40}$/.test(commit) ? commit : refuse(),
    cause: one(causes, cause),
    build: /^[1-9]\d{0,8}$/.test(build) ? Number(build) : refuse(),
    approved: one(['approved', '-'], approved) === 'approved',
    breaking: one(['breaking', '-'], breaking) === 'breaking',
  }
  return words.length === 8 ? request : refuse()
}

/** The arguments of `tiptop` for a request. @param report where the results of a deployment go */
export function commandOf(request: GateRequest, report: string): string[] {
  const { verb, branch, environment, commit, cause, build, approved, breaking } = request
  const order = ['--branch', branch, '--commit', commit, '--cause', cause]
  const target = environment ? [environment] : []
  if (verb === 'plan') return ['deploy', ...target, ...order, '--plan']
  const agreed = approved ? ['--approved-by', String(build)] : []
  return ['deploy', ...target, ...order, ...agreed, ...(breaking ? ['--approve-breaking'] : []), '--report', report]
}

function one<Word extends string>(words: readonly Word[], given: string | undefined): Word {
  return words.find(word => word === given) ?? refuse()
}

function refuse(): never {
  throw new Failure('usage', 'Cette demande n’est pas de celles que ce serveur accepte de Jenkins.', {
    hint: 'docs/decisions/pipeline-not-root.md les décrit ; une branche de plus se nomme par --branches.',
  })
}

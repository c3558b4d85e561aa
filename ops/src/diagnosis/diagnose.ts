import { readUndecided } from '../archive/aside/undecided.ts'
import { archivedUntil } from '../archive/physical/reach/archived-until.ts'
import { windowOf } from '../archive/physical/reach/window.ts'
import { readCertificate } from '../environment/facts/certificate.ts'
import { readContainers } from '../environment/facts/containers.ts'
import { readDisks } from '../environment/facts/disks.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { servingColour } from '../release/colours.ts'
import { checkCommitment } from '../release/data-checks/commitment.ts'
import { checkInvariants, type DataCheckResult } from '../release/data-checks/invariants.ts'
import { headToFind, readNightProofs } from '../release/data-checks/night-proofs.ts'
import type { DatabaseAccess } from '../release/data-checks/operations-views.ts'
import { checkAllotment, checkTrail } from '../release/data-checks/proofs.ts'
import type { Release } from '../release/release.ts'
import { listRuns } from '../runs/runs.ts'
import { openShell, type Shell } from '../tools/shell.ts'
import { type Finding, findingOf } from './finding.ts'
import { readNewestCopy } from './newest-copy.ts'
import { type ProbeResult, runProbe, seenIn } from './probe.ts'
import { wordContainers } from './probes/containers.ts'
import { checkPages, wordChecked } from './probes/data.ts'
import { readDatabase, wordDatabase } from './probes/database.ts'
import { readDeployment, wordDeployment } from './probes/deployment.ts'
import { contactFinding, readClosed, wordCertificate, wordClosed, wordDisks, wordUndecided } from './probes/ground.ts'
import { askApi, askSite, wordApi, wordSite } from './probes/service.ts'
import { readTraffic, wordTraffic } from './probes/traffic.ts'
import { adviceFor } from './triage/advice.ts'
import { decide, type TriageResult } from './triage/decide.ts'
import type { Advice, DiagnosisFacts } from './triage/facts.ts'
import { type AnsweredQuestion, answersOf, judge } from './triage/judge.ts'
import { leftBehind } from './triage/left-behind.ts'

/** The state of an environment at a moment: what was seen of each part, where the matrix 4.4 leads, and what to do. */
export type Diagnosis = TriageResult & {
  environment: string
  at: string
  ms: number
  /** nothing is wrong, and nothing is unknown */
  healthy: boolean
  /** runs that broke off and a site that is closed, a French sentence each */
  leftBehind: string[]
  questions: AnsweredQuestion[]
  findings: Finding[]
  advice: Advice
}

type DiagnosisOptions = {
  /** how far back errors are counted */
  minutes: number
  /** the age up to which a deployment is blamed for errors */
  recentMs: number
  now(): Date
  /** called with the result of each probe, in the order in which they end */
  onResult?(title: string, look: ProbeResult<unknown>): void
}

/** The time limits: of a probe that looks at one thing, of the database, and of a probe that reads all of the data. */
const QUICK_MS = 12_000
const DATABASE_MS = 40_000
const DEEP_MS = 120_000

/**
 * Probes every part of an environment, each for a limited time, and leads the answers through the matrix. What takes longest
 * comes last, so that it takes no processor from what answers at once. Takes no lock and changes nothing. A part that is down is a finding, and does not keep the others from being probed.
 */
export async function diagnose(target: Target, asked: DiagnosisOptions): Promise<Diagnosis> {
  const startedAt = performance.now()
  const now = asked.now()
  const known = await lookAtAll(target, now, asked)
  const questions = judge(known, now, asked.recentMs)
  const decided = decide(answersOf(questions))
  const findings = [...findingsOf(known, now), ...contactFinding(target, now)]
  return {
    environment: target.home.environment,
    at: now.toISOString(),
    ms: Math.round(performance.now() - startedAt),
    healthy: findings.every(({ state }) => state === 'well'),
    ...decided,
    leftBehind: leftBehind(known),
    questions,
    findings,
    advice: adviceFor(decided, known),
  }
}

type Everything = DiagnosisFacts & {
  checks: Record<'pages' | 'invariants' | 'trail' | 'allotment' | 'commitment', ProbeResult<DataCheckResult>>
}

/** What every probe of one diagnosis works with. `quick`, `patient` and `deep` run a probe within the time limit of its kind. */
type Probing = {
  target: Target
  shell: Shell
  quick: TimedProbe
  patient: TimedProbe
  deep: TimedProbe
  access(signal: AbortSignal): DatabaseAccess
}
type TimedProbe = <T>(title: string, probe: (signal: AbortSignal) => Promise<T>) => Promise<ProbeResult<T>>

function startProbing(target: Target, onResult: DiagnosisOptions['onResult'] = () => {}): Probing {
  const shell = openShell()
  const within =
    (limitMs: number): TimedProbe =>
    async (title, probe) => {
      const result = await runProbe({ limitMs, now: () => new Date() }, probe)
      onResult(title, result)
      return result
    }
  const access = (signal: AbortSignal) => ({ home: target.home, shell, signal })
  return { target, shell, access, quick: within(QUICK_MS), patient: within(DATABASE_MS), deep: within(DEEP_MS) }
}

/** Reads the journals first: they show since when errors count, and which release can check the data. */
async function lookAtAll(target: Target, now: Date, { minutes, onResult }: DiagnosisOptions): Promise<Everything> {
  const { home } = target
  const probing = startProbing(target, onResult)
  const { quick, patient, access } = probing
  const [deployment, database] = await Promise.all([
    quick(titles.deployment, () => readDeployment(home)),
    patient(titles.database, signal => readDatabase(access(signal))),
  ])
  const last = seenIn(deployment)?.last
  const deployedAt = last?.procedure === 'deploy' ? new Date(last.endedAt) : null
  const [service, ground] = await Promise.all([
    lookAtService(probing, { now, minutes, deployedAt }),
    lookAtGround(probing),
  ])
  const checks = await checkData(probing, seenIn(deployment)?.running?.release ?? null)
  return { ...service, ...ground, database, deployment, data: Object.values(checks), checks, home, now }
}

async function lookAtService({ target, shell, quick }: Probing, window: Parameters<typeof readTraffic>[1]) {
  const [api, site, traffic, closed] = await Promise.all([
    quick(titles.api, signal => askApi(target, signal)),
    quick(titles.site, signal => askSite(target, signal)),
    quick(titles.traffic, signal => readTraffic(target.home, window, { shell, signal })),
    quick(titles.closed, () => readClosed(target)),
  ])
  return { api, site, traffic, closed }
}

async function lookAtGround({ target, shell, quick, access }: Probing) {
  const { home } = target
  const [containers, disks, certificate, copy, archive, undecided] = await Promise.all([
    quick(titles.containers, async signal => readContainers(home, await servingColour(home), { shell, signal })),
    quick(titles.disks, signal => readDisks(target, shell, signal)),
    quick(titles.certificate, signal => readCertificate(target, signal)),
    quick(titles.copy, signal => readNewestCopy(access(signal))),
    quick(titles.archive, async signal =>
      archivedUntil(target, await windowOf(target, { shell }, signal), { shell }, signal),
    ),
    quick(titles.undecided, () => readUndecided(home)),
  ])
  return { containers, disks, certificate, copy, archive, undecided }
}

/** @param release the release whose backend computes the proofs again; null if none serves */
async function checkData({ target, deep, access }: Probing, release: Release | null): Promise<Everything['checks']> {
  const serving = () => {
    if (!release) throw new Failure('not-there', 'aucune version ne sert, qui sache le contrôler', { hint: null })
    return release
  }
  const { home, settings } = target
  const noted = async () => headToFind(await readNightProofs(home), await listRuns(home.runs))
  const [pages, invariants, trail, allotment, commitment] = await Promise.all([
    deep(titles.pages, signal => checkPages(access(signal), DEEP_MS)),
    deep(titles.invariants, signal => checkInvariants(access(signal), DEEP_MS)),
    deep(titles.trail, async signal => checkTrail(access(signal), serving(), await noted())),
    deep(titles.allotment, async signal => checkAllotment(access(signal), serving())),
    deep(titles.commitment, signal => checkCommitment(access(signal), settings)),
  ])
  return { pages, invariants, trail, allotment, commitment }
}

/** The names of the probes, as an operator reads them. */
const titles = {
  api: 'L’API, par nginx et TLS',
  site: 'Le site, par nginx et TLS',
  traffic: 'Les réponses de nginx',
  deployment: 'Ce qui sert',
  containers: 'Les conteneurs',
  database: 'La base',
  pages: 'Les pages de la base',
  invariants: 'Les lignes de la base',
  trail: 'La piste d’audit',
  allotment: 'L’attribution des lots',
  commitment: 'L’engagement des lots',
  disks: 'Les disques',
  certificate: 'Le certificat',
  closed: 'La page de maintenance',
  copy: 'La copie la plus récente',
  archive: 'La fin de l’archive',
  undecided: 'Le dernier rapprochement',
}

function findingsOf(known: Everything, now: Date): Finding[] {
  const { checks } = known
  const expected = seenIn(known.deployment)?.running?.release ?? null
  return [
    findingOf(titles.api, known.api, api => wordApi(api, expected)),
    findingOf(titles.site, known.site, wordSite),
    findingOf(titles.traffic, known.traffic, wordTraffic),
    findingOf(titles.deployment, known.deployment, deployment => wordDeployment(deployment, now)),
    findingOf(titles.containers, known.containers, wordContainers),
    findingOf(titles.database, known.database, wordDatabase),
    findingOf(titles.pages, checks.pages, wordChecked),
    findingOf(titles.invariants, checks.invariants, wordChecked),
    findingOf(titles.trail, checks.trail, wordChecked),
    findingOf(titles.allotment, checks.allotment, wordChecked),
    findingOf(titles.commitment, checks.commitment, wordChecked),
    findingOf(titles.disks, known.disks, wordDisks),
    findingOf(titles.certificate, known.certificate, certificate => wordCertificate(certificate, now)),
    findingOf(titles.closed, known.closed, wordClosed),
    findingOf(titles.undecided, known.undecided, wordUndecided),
  ]
}

import { openWebOf } from '../../environment/open-tools.ts'
import { Failure } from '../../failure.ts'
import { runningRelease } from '../../release/colours.ts'
import { awaitHealth } from '../../release/health.ts'
import { readMaintenance } from '../../release/maintenance.ts'
import { listRuns, type Run } from '../../runs/runs.ts'
import { durationWords } from '../../time/duration.ts'
import { waitUntil } from '../../time/wait-until.ts'
import { type IncidentDesk, openIncidentOf, tell, write } from '../desk.ts'
import { endNotice, escalate } from '../follow-incident.ts'
import type { Incident } from '../incident.ts'
import { looksOf, steadyTime } from './stability.ts'

type Watch = {
  everyMs: number
  signal: AbortSignal
  /** called after each look, with how long all has been well, and how long it has to be */
  onLook(steadyMs: number, wantedMs: number, fault: string | null): void
}

/** After this many times the time that was asked for, a watch that finds no stability calls the second level. */
const MOST = 3

/**
 * Looks every few seconds until nothing has gone wrong for STABILITY_MINUTES (4.3/AW), then notifies people of the end
 * (4.3/AX). A fault is notified at once, and the time starts again. Each look is a line of the incident, so a watch that
 * was stopped or killed resumes where it was.
 * @throws a Failure if the service does not become stable, after calling the second level
 */
export async function watchStability(desk: IncidentDesk, { everyMs, signal, onLook }: Watch): Promise<Incident> {
  const wantedMs = wantedOf(desk)
  const deadline = desk.now().getTime() + MOST * wantedMs
  const look = async () => {
    const { stable, steadyMs, fault } = await lookOnce(desk, await openIncidentOf(desk), { everyMs, signal })
    onLook(steadyMs, wantedMs, fault)
    if (stable) return stable
    if (desk.now().getTime() > deadline) throw await unstable(desk, fault)
    return null
  }
  return waitUntil(look, { everyMs, signal })
}

const wantedOf = ({ target }: IncidentDesk) => target.settings.STABILITY_MINUTES * 60_000

/**
 * The same watch by a timer, one look at a time, for an incident whose service was restored and that no person watches.
 * @returns what the look found, in French; null if there was nothing to watch
 * @throws a Failure if the service does not become stable, once, after calling the second level
 */
export async function watchUnattended(
  desk: IncidentDesk,
  { everyMs, signal }: Pick<Watch, 'everyMs' | 'signal'>,
): Promise<string | null> {
  const incident = await desk.journal.standing()
  const lately = desk.now().getTime() - everyMs / 2
  if (!incident || !isToWatch(incident, await listRuns(desk.target.home.runs), lately)) return null
  const { stable, steadyMs, fault } = await lookOnce(desk, incident, { everyMs, signal })
  if (stable) return 'stable'
  const [first] = looksOf(incident.lines)
  const deadline = first && Date.parse(first.at) + MOST * wantedOf(desk)
  const called = incident.lines.some(({ kind, at }) => kind === 'escalated' && first && at > first.at)
  if (deadline && desk.now().getTime() > deadline && !called) throw await unstable(desk, fault)
  return fault ?? `stable depuis ${durationWords(steadyMs)}`
}

/** Whether a way back has ended well since the incident began, and no person looked at it after `lately`. */
function isToWatch({ lines, since, restoredAt }: Incident, runs: readonly Run[], lately: number): boolean {
  if (restoredAt || runs.some(({ state }) => state === 'running')) return false
  const last = looksOf(lines).at(-1)
  if (last) return Date.parse(last.at) < lately
  return runs.some(({ procedure, state, startedAt }) => WAYS.has(procedure) && state === 'done' && startedAt >= since)
}

/** What a restored service comes from: a way back, a correction, or a site that was opened again. */
const WAYS = new Set(['rollback', 'restore', 'deploy', 'maintenance-off'])

type Look = { stable: Incident | null; steadyMs: number; fault: string | null }

async function lookOnce(
  desk: IncidentDesk,
  before: Incident,
  { everyMs, signal }: Pick<Watch, 'everyMs' | 'signal'>,
): Promise<Look> {
  const fault = await faultNow(desk, signal)
  signal.throwIfAborted()
  write(desk, before, { kind: 'looked', well: !fault, said: fault ?? '' })
  await tellChange(desk, before, fault)
  const incident = await openIncidentOf(desk)
  const steady = steadyTime(incident.lines, Math.max(3 * everyMs, everyMs + 15_000))
  const stable = steady && steady.ms >= wantedOf(desk) ? await conclude(desk, incident, steady.from) : null
  return { stable, steadyMs: steady?.ms ?? 0, fault }
}

/** Calls the second level. */
async function unstable(desk: IncidentDesk, fault: string | null): Promise<Failure> {
  const because = `La stabilité n’a pas été atteinte en ${MOST} fois le temps prévu${fault ? ` : ${fault}` : '.'}`
  await escalate(desk, because)
  return new Failure('check-failed', because, {
    hint: `tiptop diagnose ${desk.target.home.environment} dit ce qui ne va pas.`,
  })
}

/** What is wrong at this moment for people on the site, in French; null if nothing is. */
async function faultNow({ target }: IncidentDesk, signal: AbortSignal): Promise<string | null> {
  const closed = await readMaintenance(target.home)
  if (closed) return `le site est encore fermé par ${closed.by}`
  const running = await runningRelease(target.home)
  if (!running) return 'rien ne sert'
  return openWebOf(target)
    .then(web => awaitHealth(target, running.release, { web }, signal))
    .then(
      () => null,
      (error: Error) => error.message.split('\n')[0] ?? '',
    )
}

/** Notifies people of the first fault, and of the first good look after it. */
async function tellChange(desk: IncidentDesk, incident: Incident, fault: string | null): Promise<void> {
  const last = looksOf(incident.lines).at(-1)
  const { environment } = desk.target.home
  if (fault && (last?.well ?? true))
    await tell(desk, incident, {
      severity: 'alert',
      subject: `FAUTE PENDANT L’OBSERVATION : ${incident.title}`,
      text: `${fault}\nLe temps de stabilité repart de zéro. Regarder : tiptop diagnose ${environment}`,
    })
  if (!fault && last?.well === false)
    await tell(desk, incident, {
      severity: 'info',
      subject: `de nouveau en état : ${incident.title}`,
      text: 'La faute a disparu ; l’observation continue.',
    })
}

async function conclude(desk: IncidentDesk, incident: Incident, from: string): Promise<Incident> {
  const minutes = desk.target.settings.STABILITY_MINUTES
  write(desk, incident, { kind: 'stable', minutes, from })
  await tell(
    desk,
    incident,
    endNotice(incident, `Rien n’a failli pendant ${minutes.toLocaleString('fr-FR')} minutes d’observation.`),
    { ends: true },
  )
  return openIncidentOf(desk)
}

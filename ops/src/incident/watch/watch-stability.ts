import { openWebOf } from '../../environment/open-tools.ts'
import { Failure } from '../../failure.ts'
import { runningRelease } from '../../release/colours.ts'
import { awaitHealth } from '../../release/health.ts'
import { readMaintenance } from '../../release/maintenance.ts'
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
  const wantedMs = desk.target.settings.STABILITY_MINUTES * 60_000
  const deadline = desk.now().getTime() + MOST * wantedMs
  const look = async () => {
    const before = await openIncidentOf(desk)
    const fault = await faultNow(desk, signal)
    signal.throwIfAborted()
    write(desk, before, { kind: 'looked', well: !fault, said: fault ?? '' })
    await tellChange(desk, before, fault)
    const incident = await openIncidentOf(desk)
    const steady = steadyTime(incident.lines, Math.max(3 * everyMs, everyMs + 15_000))
    onLook(steady?.ms ?? 0, wantedMs, fault)
    if (steady && steady.ms >= wantedMs) return conclude(desk, incident, steady.from)
    if (desk.now().getTime() > deadline) {
      const because = `La stabilité n’a pas été atteinte en ${MOST} fois le temps prévu${fault ? ` : ${fault}` : '.'}`
      await escalate(desk, because)
      throw new Failure('check-failed', because)
    }
    return null
  }
  return waitUntil(look, { everyMs, signal })
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

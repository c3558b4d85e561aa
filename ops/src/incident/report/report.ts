import type { Run } from '../../runs/runs.ts'
import { stateWords } from '../../runs/timeline.ts'
import { durationWords } from '../../time/duration.ts'
import { clockMinute, secondText, utcMinute } from '../../time/words.ts'
import { durationOf, type Incident, lastOf } from '../incident.ts'
import { ways } from '../severity.ts'
import { closedTime, type TimelineMoment, timelineOf } from './timeline.ts'

/** A part of a report that both Markdown and HTML can show. */
export type ReportBlock = { text: string } | { list: string[] } | { table: { heads: string[]; rows: string[][] } }
type Section = { title: string; blocks: ReportBlock[] }
export type IncidentReport = { title: string; sections: Section[] }

type ReportedIncident = {
  incident: Incident
  /** the runs during the incident, the oldest first */
  runs: Run[]
  now: Date
}

/** What only the people who meet for the review know. */
const TO_FILL = '_À compléter à la revue._'

/**
 * The report of an incident (4.3/AY), with which its review (4.3/AZ) begins. Everything that is known is filled in. An
 * open incident has a report too.
 */
export function reportOf({ incident, runs, now }: ReportedIncident): IncidentReport {
  const { severity, title, name, environment } = incident
  const until = incident.closedAt ?? now.toISOString()
  const timeline = timelineOf(incident, runs)
  return {
    title: `Incident ${severity}, ${environment} : ${title}`,
    sections: [
      { title: 'En bref', blocks: [facts({ incident, runs, now }, until)] },
      { title: 'Impact', blocks: [impact(incident, runs, until)] },
      { title: 'Perte', blocks: [losses(runs)] },
      { title: 'Déroulement (UTC)', blocks: [momentTable(timeline)] },
      { title: 'Décisions', blocks: [decisions(timeline)] },
      ...evidence(incident),
      ...review({ incident, runs, now }),
      { title: 'Source', blocks: [{ text: `Journal : ${name}.jsonl ; exécutions : ${names(runs)}` }] },
    ],
  }
}

const names = (runs: Run[]) => runs.map(({ name }) => name).join(', ') || 'aucune'

function facts({ incident, now }: ReportedIncident, until: string): ReportBlock {
  const { severity, by, openedAt, since, restoredAt, closedAt } = incident
  const over = restoredAt ?? closedAt
  const { ms, isLeast } = durationOf(incident, now)
  const rows = [
    ['Gravité', `${severity}, ${ways[severity].word}`],
    ['Commencé', utcMinute(since)],
    ['Ouvert', `${utcMinute(openedAt)} par ${by}`],
    ['Rétabli', over ? utcMinute(over) : 'pas encore'],
    ['Durée', isLeast ? `au moins ${durationWords(ms)} : l’horloge a reculé` : durationWords(ms)],
    ['Stabilité', stability(incident)],
    ['Fermé', closedAt ? `${utcMinute(until)} par ${lastOf(incident.lines, 'closed')?.by}` : 'encore ouvert'],
  ]
  return { table: { heads: [], rows } }
}

function stability({ lines }: Incident): string {
  const stable = lastOf(lines, 'stable')
  if (stable) return `observée ${stable.minutes.toLocaleString('fr-FR')} min sans une faute`
  return lines.some(({ kind }) => kind === 'looked') ? 'observation pas finie' : 'pas observée'
}

function impact({ since, restoredAt, lines }: Incident, runs: Run[], until: string): ReportBlock {
  const counted = lastOf(lines, 'counted')
  const over = restoredAt ?? until
  const shut = closedTime(runs, since, until)
  const list = [
    `Joueurs gênés au plus ${durationWords(Date.parse(over) - Date.parse(since))}.`,
    counted
      ? `${number(counted.errors)} réponses 5xx sur ${number(counted.requests)} requêtes ; ${number(counted.closed)} renvoyées à la page de maintenance.`
      : 'Les réponses 5xx sont comptées à la fermeture de l’incident.',
    shut
      ? `Site fermé par la page de maintenance : ${durationWords(shut)}.`
      : 'Le site n’a pas été fermé par la page de maintenance.',
  ]
  return { list }
}

/** What was lost, from the journals of restorations: they count it before they begin. */
function losses(runs: Run[]): ReportBlock {
  const counted = runs.flatMap(({ name, steps }) =>
    steps.flatMap(({ node, also, detail, state }) =>
      detail && state === 'done' && [node, ...also].some(one => one === '4.3/AH' || one === '4.3/AI')
        ? [`${detail} (${name})`]
        : [],
    ),
  )
  const restored = runs.some(({ procedure, state }) => procedure === 'restore' && state === 'done')
  if (counted.length) return { list: [...new Set(counted)] }
  return {
    text: restored
      ? 'La base a été ramenée en arrière ; ses journaux ne disent pas ce qui a été perdu.'
      : 'Aucune donnée perdue d’après les journaux : la base n’a pas été ramenée en arrière.',
  }
}

function momentTable(timeline: TimelineMoment[]): ReportBlock {
  const marks = { fact: '', decision: 'décision', fault: 'faute' }
  const rows = timeline.map(({ at, said, kind }) => [secondText(at), marks[kind], said])
  return { table: { heads: ['Moment', '', 'Fait'], rows } }
}

function decisions(timeline: TimelineMoment[]): ReportBlock {
  const taken = timeline.filter(({ kind }) => kind === 'decision').map(({ at, said }) => `${clockMinute(at)} ${said}`)
  return taken.length ? { list: taken } : { text: 'Aucune décision notée.' }
}

function evidence({ lines }: Incident): Section[] {
  const looks = lines.filter(line => line.kind === 'diagnosed')
  return looks.map(({ at, said }) => ({
    title: `Ce qui a été vu à ${clockMinute(at)}`,
    blocks: [{ list: said.map(line => line.trim()) }],
  }))
}

function review({ incident, runs }: ReportedIncident): Section[] {
  const { lines, since, openedAt } = incident
  const last = lastOf(lines, 'diagnosed')
  const closed = lastOf(lines, 'closed')
  const date = closed ? `Prévue le ${closed.review}. Sans chercher de coupable.` : 'Sa date est fixée à la fermeture.'
  const detected = `${durationWords(Date.parse(openedAt) - Date.parse(since))} entre le début constaté et l’ouverture.`
  return [
    { title: 'Revue', blocks: [{ text: date }] },
    toFill('la cause', last ? [{ text: `Le diagnostic a conduit à ${wayOf(last)}.` }] : []),
    toFill('la détection', [{ text: detected }]),
    toFill('ce qui a aidé', []),
    toFill('ce qui a gêné', hindrances(lines, runs)),
    { title: 'Revue : ce que nous changeons', blocks: [{ table: actions(incident) }] },
  ]
}

const toFill = (subject: string, known: ReportBlock[]): Section => ({
  title: `Revue : ${subject}`,
  blocks: [...known, { text: TO_FILL }],
})

const EMPTY_ROW = ['', '', '']

/** What is planned already, and room for what the review decides. */
function actions({ lines }: Incident) {
  const planned = lines.flatMap(line => (line.kind === 'planned' ? [[line.what, line.owner, line.until]] : []))
  return { heads: ['Action', 'Qui', 'Pour quand'], rows: [...planned, EMPTY_ROW, EMPTY_ROW, EMPTY_ROW] }
}

/** Runs that failed, and notices that were not delivered. */
function hindrances(lines: Incident['lines'], runs: Run[]): ReportBlock[] {
  const failed = runs.filter(({ state }) => state !== 'done' && state !== 'running')
  const unsent = lines.flatMap(line => (line.kind === 'told' ? line.unsent : []))
  const list = [...failed.map(({ name, state }) => `${name} : ${stateWords[state]}`), ...unsent]
  return list.length ? [{ list }] : []
}

/** `4.4/D  Ramener le backend`, in the words of the diagnosis. */
function wayOf({ said, path, decision }: Extract<Incident['lines'][number], { kind: 'diagnosed' }>): string {
  const way = said.findLast(line => line.startsWith('→'))?.slice(2) ?? `${path.at(-1)} ${decision}`
  return way.replace(/\s+/g, ' ')
}

const number = (count: number) => count.toLocaleString('fr-FR')

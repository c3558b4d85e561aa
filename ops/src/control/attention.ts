import { decideExample, undecidedWords } from '../archive/aside/undecided.ts'
import { SOON_DAYS } from '../environment/facts/certificate.ts'
import { gradeOf } from '../indicators/words.ts'
import { stateWords } from '../runs/timeline.ts'
import { ageWords, DAY_MS, HOUR_MS } from '../time/duration.ts'
import { dateText, utcMinute } from '../time/words.ts'
import type { ControlRoom } from './room.ts'

/** Something that needs attention: what it is, and the command to go on with. */
type Attention = { said: string; command: string }

const OLDEST_BACKUP_MS = 26 * HOUR_MS
const CERTIFICATE_MS = SOON_DAYS * DAY_MS
const DISK_SHARE = 0.1
const ERRORS = { fewest: 3, share: 0.01 }

/** What is not as it should be, the most urgent first; empty if all is well. */
export function attentionsOf(room: ControlRoom): Attention[] {
  return [
    ...ofService(room),
    ...ofBooks(room),
    ...ofFiles(room),
    ...ofRuns(room),
    ...ofDecisions(room),
    ...ofBackups(room),
    ...ofServer(room),
    ...ofIndicators(room),
  ]
}

function ofService({ environment, seen: { health, traffic }, maintenance }: ControlRoom): Attention[] {
  const since = health?.lastWellAt ? ` (il allait bien le ${utcMinute(health.lastWellAt)})` : ''
  const many = traffic && traffic.errors >= ERRORS.fewest && traffic.errors / traffic.requests >= ERRORS.share
  return [
    ...(health?.fault
      ? [{ said: `Le service ne va pas bien${since} : ${health.fault}`, command: `tiptop diagnose ${environment}` }]
      : []),
    ...(many
      ? [
          {
            said: `${traffic.errors} réponses en erreur sur ${traffic.requests} en ${traffic.minutes} minutes.`,
            command: `tiptop diagnose ${environment}`,
          },
        ]
      : []),
    ...(maintenance
      ? [
          {
            said: `Le site est fermé derrière la page de maintenance : ${maintenance.reason || 'sans raison notée'}.`,
            command: `tiptop maintenance status ${environment}`,
          },
        ]
      : []),
  ]
}

function ofBooks({ environment, proofs: [proof] }: ControlRoom): Attention[] {
  const said = proof ? [...proof.faults.map(fault => `Les livres ont changé : ${fault}`), ...proof.unproven] : []
  return said.map(said => ({ said, command: `tiptop diagnose ${environment}` }))
}

/** What they say is missing from everything else on the page. */
function ofFiles({ environment, damaged }: ControlRoom): Attention[] {
  return damaged.map(said => ({ said, command: `tiptop diagnose ${environment}` }))
}

function ofRuns({ environment, runs, corrections, builtAt, facts: { incidents } }: ControlRoom): Attention[] {
  const open = incidents.filter(({ isOpen }) => isOpen)
  const latest = new Map(runs.toReversed().map(run => [run.procedure, run]))
  const bad = [...latest.values()].filter(({ state }) => ['stuck', 'interrupted', 'failed', 'undone'].includes(state))
  return [
    ...open.map(({ name, severity }) => ({
      said: `L’incident ${name} (${severity}) est ouvert.`,
      command: `tiptop incident list ${environment}`,
    })),
    ...corrections.map(({ incident, what, owner, until }) => ({
      said: `Correction ${until < dateText(builtAt) ? 'EN RETARD, ' : ''}prévue pour le ${until} par ${owner} : ${what}.`,
      command: `tiptop incident corrected ${environment} ${incident}`,
    })),
    ...bad.map(({ name, procedure, state }) => ({
      said: `Le dernier « ${procedure} » : ${stateWords[state]}.`,
      command: `tiptop runs show ${name}`,
    })),
  ]
}

function ofDecisions({ environment, undecided }: ControlRoom): Attention[] {
  const command = decideExample(environment)
  return undecided.flatMap(undecidedWords).map(said => ({ said: `À décider : ${said}.`, command }))
}

function ofBackups({ environment, backups, broken, builtAt }: ControlRoom): Attention[] {
  const [newest] = backups
  const age = newest ? builtAt.getTime() - Date.parse(newest.database.snapshotAt) : null
  const late =
    age === null
      ? 'Aucune sauvegarde de nuit.'
      : age > OLDEST_BACKUP_MS
        ? `La dernière sauvegarde a ${ageWords(age)}.`
        : ''
  const alone = newest && !Object.keys(newest.copies).length ? 'La dernière sauvegarde n’est que sur ce serveur.' : ''
  const lacks = (newest?.without ?? []).flatMap(({ why, said }) => (why === 'chosen' ? [] : [said]))
  return [late, alone, ...lacks, broken.length ? `Sauvegardes abîmées ou interrompues : ${broken.join(', ')}.` : '']
    .filter(Boolean)
    .map(said => ({ said, command: `tiptop backup list ${environment}` }))
}

function ofServer({ environment, seen: { certificate, disks }, builtAt }: ControlRoom): Attention[] {
  const left = certificate ? Date.parse(certificate.until) - builtAt.getTime() : null
  const full = disks.filter(({ free, total }) => free < total * DISK_SHARE)
  return [
    ...(left !== null && left < CERTIFICATE_MS
      ? [
          {
            said: left < 0 ? 'Le certificat est expiré.' : `Le certificat expire dans ${ageWords(left)}.`,
            command: `tiptop certificate renew ${environment}`,
          },
        ]
      : []),
    ...full.map(({ folder }) => ({
      said: `Le disque de ${folder} est presque plein.`,
      command: `tiptop prune ${environment}`,
    })),
  ]
}

function ofIndicators({ environment, indicators }: ControlRoom): Attention[] {
  const missed = indicators.filter(indicator => gradeOf(indicator) === 'bad').map(({ title }) => title)
  return missed.length
    ? [{ said: `Objectifs manqués : ${missed.join(' ; ')}.`, command: `tiptop kpi ${environment}` }]
    : []
}

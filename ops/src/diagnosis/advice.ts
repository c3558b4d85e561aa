import type { Environment } from '../environment/environment.ts'
import { type Certificate, daysLeft } from '../environment/facts/certificate.ts'
import { containerOf } from '../environment/facts/containers.ts'
import { isTight } from '../environment/facts/disks.ts'
import type { Home } from '../environment/home.ts'
import { durationWords } from '../time/duration.ts'
import { utcMinute } from '../time/words.ts'
import type { DiskSpace } from '../tools/free-space.ts'
import type { TriageDecision, TriageQuestion } from './decide.ts'
import { partOf, type Symptoms } from './judge.ts'
import type { ProbeResult } from './probe.ts'
import { seenIn } from './probe.ts'

/** What to do now, in words and as one command; what it costs; and what else was seen that has to be mended. */
export type Advice = {
  /** to be typed as it is; null when nobody can say one */
  command: string | null
  /** what that does, or why there is no command */
  does: string
  loses: string
  /** how long it took the last time; null when it was never done here */
  tookMs: number | null
  /** what stands in the way or has to be mended besides, each with its command */
  besides: string[]
}

export type DiagnosisFacts = Symptoms & {
  home: Home
  now: Date
  disks: ProbeResult<DiskSpace[]>
  certificate: ProbeResult<Certificate>
  /** the newest copy of the database on this server, and how many plays came after it */
  copy: ProbeResult<DatabaseCopy | null>
}

/** A copy of the database to go back to. */
export type DatabaseCopy = { name: string; at: string; playsSince: number | null }

const scopes = { rollBackBackend: 'backend', rollBackAll: 'full', undoDeployment: 'full' } as const

const scopeWords = { backend: 'le backend', full: 'toute l’application' }

/** @param stoppedAt the question that nobody could answer */
export function adviceFor(decision: TriageDecision, stoppedAt: TriageQuestion | null, known: DiagnosisFacts): Advice {
  const besides = obstacles(known)
  const { environment } = known.home
  if (decision === 'restoreDatabase') return { ...restoring(environment, known), besides }
  if (decision in scopes) return { ...goingBack(environment, scopes[decision as keyof typeof scopes], known), besides }
  const [first, ...others] = besides
  if (decision === 'lookFurther' && first && stoppedAt)
    return { command: commandIn(first), does: first, loses: NOTHING, tookMs: null, besides: others }
  return { ...readingLogs(known), besides }
}

const NOTHING = 'rien'

function goingBack(
  environment: Environment,
  scope: keyof typeof scopeWords,
  known: DiagnosisFacts,
): Omit<Advice, 'besides'> {
  const deployment = seenIn(known.deployment)
  const back = deployment?.back[scope] ?? { why: 'les journaux n’ont pas pu être lus' }
  const tookMs = deployment?.took.rollback ?? null
  if ('why' in back)
    return {
      command: null,
      loses: NOTHING,
      tookMs,
      does: `Aucun retour en arrière n’est possible : ${back.why} Déployez une correction, site fermé si besoin (tiptop maintenance on ${environment}).`,
    }
  return {
    command: `tiptop rollback ${environment} ${scope}`,
    does: `Ramène ${scopeWords[scope]} à ${back.to}, sans couper personne.`,
    loses:
      'aucune donnée : la base reste telle qu’elle est ; les nouveautés de la version défaite ne sont plus servies',
    tookMs,
  }
}

function restoring(environment: Environment, known: DiagnosisFacts): Omit<Advice, 'besides'> {
  const copy = seenIn(known.copy)
  const tookMs = seenIn(known.deployment)?.took.restore ?? null
  if (!copy)
    return {
      command: null,
      loses: 'inconnu',
      tookMs,
      does: `Aucune copie de la base n’est sur ce serveur : tiptop backup list ${environment} montre celles d’ailleurs.`,
    }
  const plays = copy.playsSince === null ? 'tout ce qui a été joué' : `${copy.playsSince} participations`
  return {
    command: `tiptop restore ${environment} --point ${copy.name}`,
    does: `Ferme le site, rend la base telle qu’à ${utcMinute(copy.at)}, puis rouvre. Un instant plus récent se choisit par --to.`,
    loses: `${plays} depuis ${utcMinute(copy.at)} ; la base abîmée est gardée à côté`,
    tookMs,
  }
}

function readingLogs({ home, deployment, traffic }: DiagnosisFacts): Omit<Advice, 'besides'> {
  const colour = seenIn(deployment)?.running?.colour ?? 'blue'
  const worst = seenIn(traffic)?.worst[0]?.path ?? ''
  const part = worst.startsWith('site') ? 'frontend' : 'backend'
  return {
    command: `docker logs --since 15m ${containerOf(home, colour, part)}`,
    does: worst ? `Montre ce que dit le ${part} ; le plus touché est ${worst}.` : `Montre ce que dit le ${part}.`,
    loses: NOTHING,
    tookMs: null,
  }
}

/** What nginx says before it ends, when it cannot live with a file of the infrastructure. */
const REFUSED = /\[emerg\] (?:\d+#\d+: )?(.* in \/etc\/tiptop\/\S+)/

/** What a release stands on and is not in order, the most basic first; each ends with the command that mends it. */
function obstacles(known: DiagnosisFacts): string[] {
  const { home, now } = known
  const containers = seenIn(known.containers)
  if (!containers) return ['Docker ne répond pas ; le relancer : systemctl restart docker']
  const tight = (seenIn(known.disks) ?? []).filter(isTight)
  const certificate = seenIn(known.certificate)
  const database = seenIn(known.database)
  const stands = (part: 'nginx' | 'postgres') => partOf(containers, part)?.state === 'well'
  const start = (part: 'nginx' | 'postgres') => {
    const found = partOf(containers, part)
    if (found?.state === 'missing') return `${part} n’existe plus ; le recréer : tiptop install ${home.environment}`
    const refused = found?.lastWords.map(line => REFUSED.exec(line)?.[1]).find(Boolean)
    if (part === 'nginx' && refused)
      return `nginx refuse sa configuration (${refused}), que tiptop install reprend du dépôt ; remettre celle d’un point de retour : tiptop rollback ${home.environment} infra`
    const verb = found?.state === 'stopped' ? 'start' : 'restart'
    return `${part} n’est pas en état (${found?.status}) ; le relancer : docker ${verb} ${found?.name}`
  }
  const old = certificate && daysLeft(certificate, now) < 0
  const other = certificate?.shown === 'other'
  return [
    ...tight.map(
      ({ folder }) =>
        `Le disque de ${folder} est presque plein ; voir ce qui le remplit : du --summarize --human-readable ${folder}/*`,
    ),
    stands('postgres') ? '' : start('postgres'),
    stands('nginx') ? '' : start('nginx'),
    old ? `Le certificat est expiré ; le renouveler : certbot renew` : '',
    other
      ? `nginx montre un ancien certificat ; le recharger : docker exec ${containerOf(home, 'blue', 'nginx')} nginx -c /etc/tiptop/nginx.conf -s reload`
      : '',
    database?.state === 'stopped' && stands('postgres')
      ? `La base ne répond pas ; la relancer : docker restart ${containerOf(home, 'blue', 'postgres')}`
      : '',
    seenIn(known.deployment)?.working
      ? `Une exécution est en cours, attendez sa fin ; la suivre : tiptop runs show last`
      : '',
  ].filter(Boolean)
}

/** The command at the end of an obstacle's sentence. */
function commandIn(obstacle: string): string {
  return obstacle.slice(obstacle.lastIndexOf(' : ') + 3)
}

export function tookWords(tookMs: number | null): string {
  return tookMs === null ? 'jamais fait ici' : durationWords(tookMs)
}

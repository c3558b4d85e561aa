import { join } from 'node:path'
import type { PostgresServer } from '../tools/postgres.ts'
import type { Environment } from './environment.ts'

/** One of the two releases that an environment keeps side by side; a flag says which one serves. */
export type Colour = 'blue' | 'green'

/** The secrets, each a file under `secrets/`; an empty file is a secret that is not used. */
export const secrets = [
  'postgres-password',
  'owner-url',
  'database-url',
  'session-key',
  'ticket-pepper',
  'archive-passphrase',
  'smtp-url',
  'google-client-secret',
  'facebook-client-secret',
  'registry-password',
  'sonar-token',
  'notify-webhook',
  'notify-webhook-level2',
  's3-key',
  'rclone.conf',
  'jenkins-token',
  'source-access',
  'control-password',
] as const
export type Secret = (typeof secrets)[number]

/** Secrets that may stay empty: each belongs to a service that an environment works without. */
export const optionalSecrets: readonly Secret[] = [
  'smtp-url',
  'google-client-secret',
  'facebook-client-secret',
  'sonar-token',
  'notify-webhook',
  'notify-webhook-level2',
  's3-key',
  'rclone.conf',
  'jenkins-token',
  'source-access',
  'control-password',
]

/** Where an environment is on this server, and what the engine calls it. */
export type Home = ReturnType<typeof homeOf>

/** Where the environments of this server are. */
export type Homes = { homeOf(environment: Environment): Home }

export function homeOf(roots: { root: string; backups: string; project: string }, environment: Environment) {
  const folder = join(roots.root, environment)
  const stack = `${roots.project}-${environment}`
  const database: PostgresServer = { container: `${stack}-infra-postgres-1`, name: environment }
  return {
    environment,
    folder,
    /** the prefix of everything that this environment has in the engine: projects, networks, volumes */
    stack,
    /** the server of its database */
    database,
    settings: join(folder, `.env.${environment === 'prod' ? 'production' : environment}`),
    secret: (name: Secret) => join(folder, 'secrets', name),
    tls: join(folder, 'tls'),
    flags: join(folder, 'flags'),
    infra: join(folder, 'infra'),
    /** the releases that this server knows, each a folder */
    releases: join(folder, 'releases'),
    /** a link to the release that this colour runs */
    colour: (colour: Colour) => join(folder, colour),
    /** where a commit is extracted while it is built */
    workshop: join(folder, 'workshop'),
    runs: join(folder, 'runs'),
    /** the control room, which nginx shows to operators */
    control: join(folder, 'control'),
    /** what rehearsals of a restoration have measured, a file each */
    rehearsals: join(folder, 'rehearsals'),
    /** what the nights proved of the books that no one may change */
    proofs: join(folder, 'proofs.json'),
    lock: join(folder, '.lock'),
    backups: {
      daily: join(roots.backups, 'daily', environment),
      weekly: join(roots.backups, 'weekly', environment),
      /** images by digest, each once, whichever backups of whichever environment name it */
      images: join(roots.backups, 'images'),
      preDeploy: join(roots.backups, 'pre-deploy', environment),
      /** what is known about the base backups; they themselves are in the volume of the archive */
      physical: join(roots.backups, 'physical', environment),
      /** where a rehearsal restores, for as long as it lasts */
      rehearsal: join(roots.backups, 'rehearsal', environment),
    },
  }
}

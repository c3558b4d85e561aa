import { parse } from 'yaml'
import { z } from 'zod'
import { settingsShape } from '../../environment/settings.ts'

/** The variables of a compose file that `tiptop` sets beside the settings; all others could be this process' own. */
const VARIABLES = new Set([
  ...Object.keys(settingsShape.shape),
  'STACK',
  'TIPTOP_HOME',
  'COLOUR',
  'BACKEND_IMAGE',
  'FRONTEND_IMAGE',
])
/** The secrets of an environment that its application may read. The others are those of `tiptop`. */
const SECRETS = [
  'database-url',
  'owner-url',
  'session-key',
  'ticket-pepper',
  'smtp-url',
  'google-client-secret',
  'facebook-client-secret',
] as const
const NETWORKS = ['edge', 'database'] as const

const ownAlias = z.string().regex(/^(backend|frontend)-\$\{COLOUR:\?\}$/)
const networks = z.union([
  z.array(z.enum(NETWORKS)),
  z.partialRecord(z.enum(NETWORKS), z.strictObject({ aliases: z.array(ownAlias).optional() })),
])
const size = z.string().regex(/^\d+[kmg]?$/)

/** What compose knows beside these, a release does not need: ports, devices, namespaces, capabilities, users, builds. */
const service = z.strictObject({
  image: z.enum([`\${BACKEND_IMAGE:?}`, `\${FRONTEND_IMAGE:?}`]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  tmpfs: z.array(z.literal('/tmp')).optional(),
  volumes: z.array(z.literal('static:/srv/static')).optional(),
  secrets: z.array(z.enum(SECRETS)).optional(),
  networks,
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  command: z.array(z.string()).optional(),
  healthcheck: z.strictObject({ disable: z.boolean() }).optional(),
  profiles: z.array(z.literal('once')).optional(),
  restart: z.enum(['unless-stopped', 'always', 'no']).optional(),
  init: z.boolean().optional(),
  pids_limit: z.number().int().min(1).max(4096),
  mem_limit: size,
  stop_grace_period: z.string().optional(),
  logging: z.strictObject({
    driver: z.literal('json-file'),
    options: z.strictObject({ 'max-size': size, 'max-file': z.string().regex(/^\d$/) }),
  }),
})

const external = (name: string) => z.strictObject({ name: z.literal(`\${STACK:?}-${name}`), external: z.literal(true) })
const secret = (name: string) => z.strictObject({ file: z.literal(`\${TIPTOP_HOME:?}/secrets/${name}`) })
const each = <Name extends string, Shape extends z.ZodType>(names: readonly Name[], shapeOf: (name: Name) => Shape) =>
  z.strictObject(Object.fromEntries(names.map(name => [name, shapeOf(name).optional()])))

const appFile = z.strictObject({
  name: z.literal(`\${STACK:?}-\${COLOUR:?}`),
  services: z.partialRecord(z.enum(['backend', 'frontend', 'migrate', 'operate']), service),
  networks: each(NETWORKS, external),
  volumes: each(['static'], external),
  secrets: each(SECRETS, secret),
})

/**
 * Compares the compose file of a commit with what a release may ask of this server: its own two images, seven secrets,
 * two networks, one volume, and containers without any privilege.
 * @returns each place that asks for more, with the names of what it holds; none if the release may start
 */
export function judgeAppFile(text: string): string[] {
  const unknown = [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name ?? '')
  const variables = unknown.filter(name => !VARIABLES.has(name)).map(name => `$${name}`)
  const parsed = appFile.safeParse(withoutFragments(text))
  const places = parsed.error?.issues.map(issue => {
    const keys = issue.code === 'unrecognized_keys' ? [issue.keys.join(', ')] : []
    return [...issue.path, ...keys].join('.') || 'le fichier'
  })
  return [...new Set([...variables, ...(places ?? [])])]
}

/** The document with its anchors merged, without the `x-` parts where they are written. Null if it is no single document. */
function withoutFragments(text: string): unknown {
  try {
    const document: unknown = parse(text, { merge: true, logLevel: 'error' })
    if (typeof document !== 'object' || !document) return null
    return Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('x-')))
  } catch {
    return null
  }
}

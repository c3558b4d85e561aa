import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The only reader of the environment. Its result is complete: half a Google configuration cannot get past it. */

const url = z.url({ protocol: /^https?$/ }).transform(text => text.replace(/\/$/, ''))
const secret = (bytes: number) =>
  z.string().min(bytes, `at least ${bytes} characters, for example from: openssl rand -base64 32`)
/** Public keys of age, separated by commas. */
const recipients = z
  .string()
  .default('')
  .transform(text => text.split(',').flatMap(key => key.trim() || []))
  .pipe(z.array(z.string().regex(/^age1[02-9a-z]+$/, 'public keys of age (age1…), separated by commas')))
const flag = z.enum(['true', 'false']).transform(value => value === 'true')

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  TRUST_PROXY: flag.default(false),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(3).max(100).default(8),
  DATABASE_READ_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_READ_LAG_SECONDS: z.coerce.number().int().min(1).max(3600).default(10),
  API_URL: url.default('http://localhost:4000'),
  WEB_URL: url.default('http://localhost:3000'),
  ENVIRONMENT: z.enum(['dev', 'preprod', 'prod']).optional(),
  SESSION_KEY: secret(32),
  STAFF_SECOND_FACTOR: z.enum(['administrators', 'all', 'optional']).default('administrators'),
  TICKET_PEPPER: secret(32),
  PRINT_RECIPIENTS: recipients,
  BAILIFF_RECIPIENTS: recipients,
  TIMESTAMP_URL: url.optional(),
  CONTEST: z.string().default('the-tip-top'),
  DRAW_ALTERNATES: z.coerce.number().int().min(0).max(50).default(5),
  DRAW_ANSWER_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  DRAND_ROUND: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: url.default('https://accounts.google.com'),
  GOOGLE_AUTHORIZE_URL: url.default('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: url.default('https://oauth2.googleapis.com/token'),
  GOOGLE_PROFILE_URL: url.default('https://openidconnect.googleapis.com/v1/userinfo'),
  FACEBOOK_CLIENT_ID: z.string().optional(),
  FACEBOOK_CLIENT_SECRET: z.string().optional(),
  FACEBOOK_ISSUER: url.default('https://www.facebook.com'),
  FACEBOOK_AUTHORIZE_URL: url.default('https://www.facebook.com/v24.0/dialog/oauth'),
  FACEBOOK_TOKEN_URL: url.default('https://graph.facebook.com/v24.0/oauth/access_token'),
  FACEBOOK_PROFILE_URL: url.default('https://graph.facebook.com/v24.0/me'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('Thé Tip Top <ne-pas-repondre@localhost>'),
  MAIL_PER_SECOND: z.coerce.number().int().min(1).max(1000).default(10),
  MAIL_RETRY_HOURS: z.coerce.number().int().min(1).max(168).default(24),
  VERSION: z.string().default('0.0.0-dev'),
  COMMIT: z.string().default('unknown'),
})

type Env = Record<string, string | undefined>
export type Config = ReturnType<typeof readConfig>
export type ProviderConfig = NonNullable<Config['google']>

/**
 * @param env variables; `NAME_FILE` names a file that holds the value of `NAME`, as container secrets do
 * @throws an Error that names each wrong variable and why, and never its value
 */
export function readConfig(env: Env) {
  const e = parse(environment, env)
  const secure = e.WEB_URL.startsWith('https:')
  if (e.NODE_ENV === 'production') refuseForProduction(e)
  return {
    production: e.NODE_ENV === 'production',
    http: { host: e.HOST, port: e.PORT, trustProxy: e.TRUST_PROXY, apiUrl: e.API_URL },
    web: { url: e.WEB_URL, origin: new URL(e.WEB_URL).origin, apiUrl: `${e.WEB_URL}/api` },
    database: { url: e.DATABASE_URL, connections: e.DATABASE_CONNECTIONS },
    /** Where lists, figures and exports of administrators are read as long as it is no older than this. */
    replica: replicaSettings(e),
    session: sessionSettings(e, secure),
    /** Of whom a second factor is required. Staff who have one are asked for it in any case. */
    staffSecondFactor: e.STAFF_SECOND_FACTOR,
    tickets: ticketSettings(e),
    contest: e.CONTEST,
    draw: { alternates: e.DRAW_ALTERNATES, answerDays: e.DRAW_ANSWER_DAYS, round: e.DRAND_ROUND ?? null },
    google: provider('GOOGLE', e.GOOGLE_CLIENT_ID, e.GOOGLE_CLIENT_SECRET, {
      issuer: e.GOOGLE_ISSUER,
      authorizeUrl: e.GOOGLE_AUTHORIZE_URL,
      tokenUrl: e.GOOGLE_TOKEN_URL,
      profileUrl: e.GOOGLE_PROFILE_URL,
    }),
    facebook: provider('FACEBOOK', e.FACEBOOK_CLIENT_ID, e.FACEBOOK_CLIENT_SECRET, {
      issuer: e.FACEBOOK_ISSUER,
      authorizeUrl: e.FACEBOOK_AUTHORIZE_URL,
      tokenUrl: e.FACEBOOK_TOKEN_URL,
      profileUrl: e.FACEBOOK_PROFILE_URL,
    }),
    mail: { smtpUrl: e.SMTP_URL, from: e.MAIL_FROM, perSecond: e.MAIL_PER_SECOND, retryHours: e.MAIL_RETRY_HOURS },
    release: { version: e.VERSION, commit: e.COMMIT },
  }
}

function replicaSettings(
  e: Pick<z.output<typeof environment>, 'DATABASE_URL' | 'DATABASE_READ_URL' | 'DATABASE_READ_LAG_SECONDS'>,
) {
  if (!e.DATABASE_READ_URL) return null
  const [primary, replica] = [new URL(e.DATABASE_URL), new URL(e.DATABASE_READ_URL)]
  if (replica.host === primary.host && replica.host)
    throw unusable(['DATABASE_READ_URL: leads to the server of DATABASE_URL'])
  return { url: e.DATABASE_READ_URL, mostLagSeconds: e.DATABASE_READ_LAG_SECONDS }
}

function sessionSettings(e: Pick<z.output<typeof environment>, 'SESSION_KEY' | 'ENVIRONMENT'>, secure: boolean) {
  return {
    key: e.SESSION_KEY,
    secure,
    /** Part of the cookie's name; none on a developer's machine. */
    environment: e.ENVIRONMENT,
    tokenSeconds: 60,
    sessionDays: 30,
  }
}

/** Some settings are for a developer's machine alone. */
function refuseForProduction(e: Pick<z.output<typeof environment>, 'WEB_URL' | 'STAFF_SECOND_FACTOR'>): void {
  const faults = [
    e.WEB_URL.startsWith('https:') ? [] : ['WEB_URL: must be https in production'],
    e.STAFF_SECOND_FACTOR === 'optional' ? ['STAFF_SECOND_FACTOR: must be administrators or all in production'] : [],
  ].flat()
  if (faults.length) throw unusable(faults)
}

const ofDatabase = environment.pick({ DATABASE_URL: true, DATABASE_CONNECTIONS: true })
const ofTickets = environment.pick({
  NODE_ENV: true,
  TICKET_PEPPER: true,
  PRINT_RECIPIENTS: true,
  BAILIFF_RECIPIENTS: true,
  TIMESTAMP_URL: true,
  CONTEST: true,
})

/** What a command that reads or changes the database needs, and none of the backend's secrets. @throws as readConfig */
export function readDatabaseConfig(env: Env): Pick<Config, 'database'> {
  const e = parse(ofDatabase, env)
  return { database: { url: e.DATABASE_URL, connections: e.DATABASE_CONNECTIONS } }
}

const ofLetters = environment.pick({ SESSION_KEY: true, WEB_URL: true })

/** What a command needs that changes the database and leaves a mail about it in the outbox. @throws as readConfig */
export function readLettersConfig(
  env: Env,
): Pick<Config, 'database'> & { web: Pick<Config['web'], 'url'>; session: Pick<Config['session'], 'key'> } {
  const e = parse(ofLetters, env)
  return { ...readDatabaseConfig(env), web: { url: e.WEB_URL }, session: { key: e.SESSION_KEY } }
}

/** What a command needs that handles codes of tickets. @throws as readConfig */
export function readTicketsConfig(env: Env): Pick<Config, 'production' | 'database' | 'tickets' | 'contest'> {
  const e = parse(ofTickets, env)
  const { database } = readDatabaseConfig(env)
  return { production: e.NODE_ENV === 'production', database, tickets: ticketSettings(e), contest: e.CONTEST }
}

function ticketSettings(
  e: Pick<z.output<typeof environment>, 'TICKET_PEPPER' | 'PRINT_RECIPIENTS' | 'BAILIFF_RECIPIENTS' | 'TIMESTAMP_URL'>,
) {
  return {
    pepper: e.TICKET_PEPPER,
    /** who opens the print file, and who the envelope with all openings */
    printRecipients: e.PRINT_RECIPIENTS,
    bailiffRecipients: e.BAILIFF_RECIPIENTS,
    /** the authority that stamps commitments (RFC 3161), if there is one */
    timestampUrl: e.TIMESTAMP_URL ?? null,
  }
}

function parse<Shape extends z.ZodType>(shape: Shape, env: Env): z.output<Shape> {
  const parsed = shape.safeParse(withFiles(env))
  if (parsed.success) return parsed.data
  throw unusable(parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`))
}

function unusable(faults: string[]): Error {
  return new Error(`The configuration is not usable:${faults.map(fault => `\n  ${fault}`).join('')}`)
}

function provider<Urls>(name: string, clientId: string | undefined, clientSecret: string | undefined, urls: Urls) {
  if (!clientId && !clientSecret) return null
  if (!clientId || !clientSecret) throw unusable([`${name}_CLIENT_ID and ${name}_CLIENT_SECRET: set both or neither`])
  return { clientId, clientSecret, ...urls }
}

/** An empty variable, or file, counts as absent: compose files cannot leave one out. */
function withFiles(env: Env): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue
    if (name.endsWith('_FILE') && name.slice(0, -5) in environment.shape) {
      const held = readFileSync(value, 'utf8').trim()
      if (held) values[name.slice(0, -5)] = held
    } else values[name] ??= value
  }
  return values
}
